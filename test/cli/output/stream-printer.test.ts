import { describe, expect, it } from "vitest";

import { textPrinter } from "../../../src/cli/output/stream-printer.ts";
import { terminalOf } from "../../../src/cli/output/terminal.ts";
import { instant } from "../../../src/clock/index.ts";
import { collect, type StreamEventBody } from "../../../src/events/index.ts";

describe("textPrinter()", () => {
  it("prints a block that starts again on a new line, and a later block of the same name after it", async () => {
    const bodies: StreamEventBody[] = [
      { type: "text-start", block: "0" },
      { type: "text-delta", block: "0", text: "Hex" },
      { type: "block-reset", block: "0" },
      { type: "text-delta", block: "0", text: "Hello" },
      { type: "text-end", block: "0" },
      { type: "text-start", block: "0" },
      { type: "text-delta", block: "0", text: ", world" },
      { type: "text-end", block: "0" },
    ];
    const events = bodies.map((body, seq) => ({ ...body, at: instant(seq), seq }));
    const out: string[] = [];
    const err: string[] = [];
    const terminal = terminalOf(
      {
        stdout: { write: (text) => out.push(text) },
        stderr: { write: (text) => err.push(text) },
        env: {},
      },
      new AbortController().signal,
    );
    const printer = textPrinter(terminal, { hidesReasoning: false });
    for (const event of events) printer.print(event);
    printer.end();

    expect(out.join("")).toBe("Hex\nHello, world\n");
    expect(err.join("")).toBe("(the answer restarts)\n");
    expect((await collect(events)).text).toBe("Hello, world");
  });
});
