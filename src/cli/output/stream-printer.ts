import { jsonLine } from "../../text/index.ts";
import type { StreamEvent, StreamEventBody } from "../../events/index.ts";
import { eventJson } from "../../events/index.ts";
import type { Terminal } from "./terminal.ts";

export interface StreamPrinter {
  print(event: StreamEvent): void;
  /** Ends an unfinished line. */
  end(): void;
}

/** Prints every event as a line of JSON, with its sequence number and its time. */
export function eventPrinter({ out }: Pick<Terminal, "out">): StreamPrinter {
  return {
    print(event) {
      const { at, seq, ...body } = event;
      out(jsonLine({ seq, at, ...Object(eventJson(body)) }));
    },
    end: () => undefined,
  };
}

export interface TextPrinterOptions {
  readonly hidesReasoning: boolean;
}

/**
 * Prints the text of the answer to `out` as it arrives, with the reasoning dimmed. If `out` has no colours, the reasoning
 * goes to `err`, so that the answer can be piped.
 */
export function textPrinter(
  terminal: Terminal,
  { hidesReasoning }: TextPrinterOptions,
): StreamPrinter {
  const isDim = terminal.outIsTty && terminal.colour;
  const held = heldLine(terminal);
  let isAtStart = true;

  function show(text: string, style?: "dim"): void {
    if (text === "") return;
    terminal.show(text, style);
    isAtStart = text.endsWith("\n");
  }

  function endLine(): void {
    if (!isAtStart) terminal.show("\n");
    isAtStart = true;
  }

  function showReasoning(event: StreamEventBody): void {
    if (hidesReasoning) return;
    if (event.type === "reasoning-end") {
      if (isDim) endLine();
      else held.end();
    } else if (event.type === "reasoning-delta") {
      if (isDim) show(event.text, "dim");
      else held.push(event.text);
    }
  }

  return {
    print(event) {
      switch (event.type) {
        case "text-delta":
          show(event.text);
          break;
        case "reasoning-delta":
        case "reasoning-end":
          showReasoning(event);
          break;
        case "tool-call-end":
          endLine();
          show(`→ ${event.name} ${event.text}\n`);
          break;
        case "block-reset":
          endLine();
          terminal.err("(the answer restarts)");
          break;
        case "attempt-failed":
          if (event.next.kind === "retry") {
            const inMs = Math.round(event.next.inMs);
            terminal.status(`Attempt ${event.attempt} failed; retrying in ${inMs} ms`);
          }
          break;
        default:
      }
    },
    end() {
      held.end();
      endLine();
    },
  };
}

/** Buffers text for `err`, which prints whole lines. */
function heldLine({ err }: Pick<Terminal, "err">) {
  let line = "";
  return {
    push(text: string) {
      const lines = (line + text).split("\n");
      line = lines.pop() ?? "";
      for (const whole of lines) err(whole);
    },
    end() {
      if (line !== "") err(line);
      line = "";
    },
  };
}
