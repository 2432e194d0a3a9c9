const TOKEN =
  /\s*(?:([{}[\],:])|("(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|true\b|false\b|null\b))/uy;

type Expected = "value" | "value or ]" | "name or }" | "name" | ":" | ", or end of list" | "end";

/** What may follow a token; `undefined` where it may not stand. Keeps the marks that are to close. */
type Step = (open: string[]) => Expected | undefined;

const afterValue = (open: readonly string[]) => (open.length === 0 ? "end" : ", or end of list");

function opening(counterpart: string, next: Expected): Step {
  return (open) => {
    open.push(counterpart);
    return next;
  };
}

function closing(mark: string): Step {
  return (open) => {
    if (open.at(-1) !== mark) return undefined;
    open.pop();
    return afterValue(open);
  };
}

const value: Readonly<Record<string, Step>> = {
  "{": opening("}", "name or }"),
  "[": opening("]", "value or ]"),
  string: afterValue,
  scalar: afterValue,
};
const name: Readonly<Record<string, Step>> = { string: () => ":" };

/** The grammar of JSON: what is expected → the token that is there → what it does. */
const steps: Readonly<Record<Expected, Readonly<Record<string, Step>>>> = {
  value,
  "value or ]": { ...value, "]": closing("]") },
  name,
  "name or }": { ...name, "}": closing("}") },
  ":": { ":": () => "value" },
  ", or end of list": {
    ",": (open) => (open.at(-1) === "}" ? "name" : "value"),
    "}": closing("}"),
    "]": closing("]"),
  },
  end: {},
};

/**
 * Where a text stops being JSON, as in `line 3, column 5`.
 *
 * `JSON.parse` says it for some faults only, and in other words on every engine. Give it text that
 * `JSON.parse` has refused.
 */
export function jsonFault(text: string): string {
  const at = faultIndex(text);
  const before = text.slice(0, at).split("\n");
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

function faultIndex(text: string): number {
  const open: string[] = [];
  let expected: Expected = "value";
  let index = 0;
  while (index < text.length) {
    TOKEN.lastIndex = index;
    const match = TOKEN.exec(text);
    if (match === null) break;
    const [, mark, string] = match;
    const next: Expected | undefined =
      steps[expected][mark ?? (string === undefined ? "scalar" : "string")]?.(open);
    if (next === undefined) break;
    expected = next;
    index = TOKEN.lastIndex;
  }
  const blank = /^\s*/u.exec(text.slice(index));
  return index + (blank?.[0].length ?? 0);
}
