import type { Tree } from "@lezer/common";
import { highlightTree } from "@lezer/highlight";

import type { CodeInput } from "./input.ts";
import type { CodeLines, ColouredRun } from "./lines.ts";
import { tokenClasses } from "./token-classes.ts";

/** Colours the lines `from` to `to` (exclusive) by the tree of their code. Tokens that span lines are cut at their ends. */
export function paintLines(
  { tree, input }: { readonly tree: Tree; readonly input: CodeInput },
  view: CodeLines,
  { from, to }: { readonly from: number; readonly to: number },
): void {
  const runs = Array.from({ length: to - from }, (): ColouredRun[] => []);
  const endOf = (line: number) =>
    line + 1 < input.lineCount ? Math.min(input.startOf(line + 1) - 1, input.length) : input.length;

  highlightTree(
    tree,
    tokenClasses,
    (start, stop, classes) => {
      const first = Math.max(from, input.lineAt(start));
      for (let line = first; line < to && input.startOf(line) < stop; line += 1) {
        const lineStart = input.startOf(line);
        const run = {
          from: Math.max(start, lineStart) - lineStart,
          to: Math.min(stop, endOf(line)) - lineStart,
          classes,
        };
        if (run.to > run.from) runs[line - from]?.push(run);
      }
    },
    Math.min(input.startOf(from), input.length),
    endOf(to - 1),
  );
  for (const [index, line] of runs.entries()) view.paint(from + index, line);
}
