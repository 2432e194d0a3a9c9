/**
 * The members of an object by name, or the elements of an array by index, each as JSON text; empty for anything else.
 * `JSON.parse` rounds integers of more than 15 digits and drops the notation of numbers. As there, the later of two
 * members with the same name counts.
 *
 * Cost: O(characters).
 *
 * @param source Valid JSON. The result for any other text is undefined.
 *
 * @example
 * ```ts
 * jsonChildren('{"id": 2512292042121000001}').get("id"); // "2512292042121000001"
 * jsonChildren("[1, [2.50]]").get("1"); // "[2.50]"
 * ```
 */
export function jsonChildren(source: string): ReadonlyMap<string, string> {
  const children = new Map<string, string>();
  let at = endOfSpace(source, 0);
  const isObject = source[at] === "{";
  if (!isObject && source[at] !== "[") return children;
  at = endOfSpace(source, at + 1);
  while (at < source.length && source[at] !== "}" && source[at] !== "]") {
    let name = String(children.size);
    if (isObject) {
      const end = endOfString(source, at);
      name = JSON.parse(source.slice(at, end));
      at = endOfSpace(source, endOfSpace(source, end) + 1);
    }
    const end = endOfValue(source, at);
    children.set(name, source.slice(at, end));
    at = endOfSpace(source, end);
    if (source[at] === ",") at = endOfSpace(source, at + 1);
  }
  return children;
}

/**
 * The JSON text at a path in a JSON text; `undefined` if there is none. Cost: O(characters) per step.
 *
 * @param source As in {@link jsonChildren}; the result for `undefined` is `undefined`.
 *
 * @example
 * ```ts
 * jsonSource('{"message": {"tool_calls": [{"id": 1e2}]}}', "message", "tool_calls", 0, "id"); // "1e2"
 * ```
 */
export function jsonSource(
  source: string | undefined,
  ...path: readonly (string | number)[]
): string | undefined {
  let found = source;
  for (const step of path) {
    if (found === undefined) return undefined;
    found = jsonChildren(found).get(String(step));
  }
  return found;
}

/**
 * The same JSON without white space, and with strings escaped as by `JSON.stringify`: like
 * `JSON.stringify(JSON.parse(source))`, but numbers and repeated members are unchanged.
 *
 * Cost: O(characters).
 *
 * @param source Valid JSON.
 *
 * @example
 * ```ts
 * compactJson('{ "id": 2512292042121000001, "tag": "\\u003cb>" }'); // '{"id":2512292042121000001,"tag":"<b>"}'
 * ```
 */
export function compactJson(source: string): string {
  const parts: string[] = [];
  for (let at = endOfSpace(source, 0); at < source.length;) {
    const isString = source[at] === '"';
    const end = isString ? endOfString(source, at) : at + 1;
    const part = source.slice(at, end);
    parts.push(isString && part.includes("\\") ? JSON.stringify(JSON.parse(part)) : part);
    at = endOfSpace(source, end);
  }
  return parts.join("");
}

const SPACE = " \t\n\r";

// Each returns the index after a token at `from`.

function endOfSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && SPACE.includes(text.charAt(at))) at++;
  return at;
}

function endOfString(text: string, from: number): number {
  for (let at = from + 1; at < text.length;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) return text.length;
    let escapes = quote;
    while (text[escapes - 1] === "\\" && escapes > at) escapes--;
    at = quote + 1;
    if ((quote - escapes) % 2 === 0) return at;
  }
  return text.length;
}

function endOfValue(text: string, from: number): number {
  let depth = 0;
  let at = from;
  do {
    const char = text.charAt(at);
    if (char === '"') at = endOfString(text, at);
    else {
      if (char === "{" || char === "[") depth++;
      if (char === "}" || char === "]") depth--;
      at++;
      if (depth === 0 && !"}]".includes(char)) at = endOfScalar(text, at);
    }
  } while (depth > 0 && at < text.length);
  return at;
}

function endOfScalar(text: string, from: number): number {
  let at = from;
  while (at < text.length && !`,}]${SPACE}`.includes(text.charAt(at))) at++;
  return at;
}
