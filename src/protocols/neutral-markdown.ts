/**
 * Markdown that runs nothing and fetches nothing, for viewers without our renderer.
 *
 * JupyterLab trusts what a cell of this session displays, and nbconvert trusts everything: HTML in an
 * answer would run there, and an image would tell its server who is reading. So outside of code, `<`
 * and `&` become entities, and images become links; inside of code, text is text already.
 *
 * Code is told from text line by line (fences) and by runs of backticks, without a full parse. Where
 * the two disagree, the answer is escaped: at worst a reader sees `&lt;` in code.
 *
 * Cost: O(n).
 *
 * @example
 * ```ts
 * neutralMarkdown("![a](http://x/y.png) <b>`<i>`"); // "[a](http://x/y.png) &lt;b>`<i>`"
 * ```
 */
export function neutralMarkdown(text: string): string {
  let fence: Fence | undefined;
  let prose: string[] = [];
  const pieces: string[] = [];
  const endProse = () => {
    if (prose.length > 0) pieces.push(neutralProse(prose.join("\n")));
    prose = [];
  };

  for (const line of text.split("\n")) {
    if (fence !== undefined) {
      pieces.push(line);
      if (closes(fence, line)) fence = undefined;
      continue;
    }
    fence = fenceOpenedBy(line);
    if (fence === undefined) {
      prose.push(line);
      continue;
    }
    endProse();
    pieces.push(neutralProse(line));
  }
  endProse();
  return pieces.join("\n");
}

interface Fence {
  readonly mark: string;
  readonly length: number;
}

/** Only at the margin: an indented fence may belong to a list or a quote that ends before it closes. */
const FENCE = /^(`{3,}|~{3,})([^`]*)$/u;

function fenceOpenedBy(line: string): Fence | undefined {
  const run = FENCE.exec(line)?.[1];
  return run === undefined ? undefined : { mark: run.charAt(0), length: run.length };
}

function closes({ mark, length }: Fence, line: string): boolean {
  const bare = line.trimEnd();
  return bare.length >= length && bare === mark.repeat(bare.length);
}

/** A code span within one line. Spans over lines are escaped with the rest. */
const CODE_SPAN = /(?<!`)(`+)(?!`)([^`\n]+)\1(?!`)/gu;

function neutralProse(prose: string): string {
  let neutral = "";
  let at = 0;
  for (const span of prose.matchAll(CODE_SPAN)) {
    neutral += escaped(prose.slice(at, span.index)) + span[0];
    at = span.index + span[0].length;
  }
  return neutral + escaped(prose.slice(at));
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("![", "[");
}
