import type { Usage } from "millrace/events";

/** Returns what an answer used, as `12 tokens in (8 cached), 214 out (33 reasoning)`; `undefined` if no count is known. */
export function usageText({ inputTokens, outputTokens, source }: Usage): string | undefined {
  const mark = source === "estimated" ? "≈ " : "";
  const [first, ...others] = [
    countText(inputTokens.total, "in", part(inputTokens.cached, "cached")),
    countText(outputTokens.total, "out", part(outputTokens.reasoning, "reasoning")),
  ].filter((text) => text !== undefined);
  if (first === undefined) return undefined;
  return mark + [first.replace(" ", " tokens "), ...others].join(" · ");
}

/** The tooltip of {@link usageText}. */
export const USAGE_SOURCES: Readonly<Record<Usage["source"], string>> = {
  provider: "Tokens of this request, as the provider counted them",
  counted: "Tokens of this request, counted with the model’s tokenizer",
  estimated: "Tokens of this request, estimated by the number of parts that arrived",
};

function countText(total: number | undefined, name: string, detail: string): string | undefined {
  return total === undefined ? undefined : `${total.toLocaleString("en")} ${name}${detail}`;
}

/** A known share of 0 adds nothing. */
function part(count: number | undefined, name: string): string {
  return count === undefined || count === 0 ? "" : ` (${count.toLocaleString("en")} ${name})`;
}
