import { elapsedMs, type Instant, instantAfter } from "millrace/clock";
import type { CodeBlock } from "millrace/markdown";

import { copyText } from "../../copy-text.ts";
import { element } from "../../element.ts";
import { type CodeColours, codeColours } from "./colours.ts";
import { type CodeLines, codeLines } from "./lines.ts";
import { languageLabel } from "./language-label.ts";
import type { NodeDom, ViewContext } from "../view-context.ts";

/** An open block is coloured at most this often. */
const RECOLOUR_MS = 100;

/** How long the Copy button reports its success. */
const COPIED_MS = 2_000;

/** Code with its language, a Copy button and colours. */
export function codeBlock(block: CodeBlock, context: ViewContext): NodeDom {
  const box = element("div", "mr-code");
  const label = element("span", "mr-code-language");
  const head = element("div", "mr-code-head");
  head.append(
    label,
    copyButton(() => block.lines.join("\n"), context),
  );
  const scroll = element("pre", "mr-code-scroll");
  const code = element("code", "mr-code-text");
  scroll.append(code);
  box.append(head, scroll);
  context.overflow.watch(scroll, code, () => `${languageLabel(block.language)}, scrolls`);
  const lines = codeLines(code);
  const colours = lateColours(block, { host: box, lines, context });

  return {
    element: box,
    update(keep) {
      const text = languageLabel(block.language);
      if (label.textContent !== text) label.textContent = text;
      lines.update(block.lines, keep);
      colours.change(keep);
    },
  };
}

interface ColouredBlock {
  readonly host: HTMLElement;
  readonly lines: CodeLines;
  readonly context: ViewContext;
}

/** Loads the parser once there is code, and colours the block from time to time. */
function lateColours(block: CodeBlock, { host, lines, context }: ColouredBlock) {
  const { clock, later, highlighter } = context;
  let colours: CodeColours | undefined;
  let isLoading = false;
  let startedAt: Instant | undefined;
  const task = {
    host,
    run(isLate: () => boolean) {
      startedAt ??= clock.now();
      const isDone = colours?.run(isFinal(), isLate) ?? true;
      // The next start is counted from the start of the last one that was finished.
      if (isDone) nextAt = instantAfter(startedAt, RECOLOUR_MS);
      if (isDone) startedAt = undefined;
      return isDone;
    },
  };
  let nextAt: Instant | undefined;

  function isFinal(): boolean {
    return block.isClosed || context.isEnded();
  }

  function colourLater(): void {
    const waitMs = nextAt === undefined || isFinal() ? 0 : elapsedMs(clock.now(), nextAt);
    later.add(task, Math.max(0, waitMs));
  }

  function load(): void {
    isLoading = true;
    void highlighter?.(block.language).then(
      (parser) => {
        if (parser === undefined) return;
        colours = codeColours(block.lines, { parser, view: lines });
        colourLater();
      },
      // Without its parser, code is as readable in one colour.
      () => undefined,
    );
  }

  if (!isFinal()) context.onEnd(colourLater);
  return {
    change(keep: number) {
      colours?.change(keep);
      if (colours !== undefined) colourLater();
      else if (!isLoading && block.language !== "" && block.lines.length > 0) load();
    },
  };
}

function copyButton(code: () => string, { clock, announce }: ViewContext): HTMLElement {
  const button = element("button", "mr-code-copy");
  button.type = "button";
  const text = document.createTextNode("Copy");
  const hidden = element("span", "mr-hidden");
  hidden.append(" code");
  button.append(text, hidden);
  let cancel = () => {};

  function report(result: string): void {
    text.data = result;
    announce(result);
    cancel();
    cancel = clock.callAt(instantAfter(clock.now(), COPIED_MS), () => (text.data = "Copy"));
  }

  button.addEventListener("click", () => {
    copyText(code()).then(
      () => report("Copied"),
      () => report("Not copied"),
    );
  });
  return button;
}
