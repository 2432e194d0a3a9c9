import { valueText } from "../text/index.ts";

type Rule = readonly [isValid: (value: unknown) => boolean, wanted: string];

const RULES: Readonly<Record<string, Rule>> = {
  title: [(value) => typeof value === "string", "text"],
  buffer: [
    (value) => typeof Reflect.get(Object(value), "push") === "function",
    'a strategy, such as createBuffer({ strategy: "word" })',
  ],
  environment: [isObject, "an object with variables by name"],
};

/**
 * Checks what `stream` does not check, before anything is requested: notebooks are not type-checked before they run.
 *
 * @throws {TypeError} When the options are no object, or one of them has the wrong type.
 */
export function checkOptions(options: unknown): void {
  if (!isObject(options)) throw wrong("options", "an object", options);
  for (const [name, [isValid, wanted]] of Object.entries(RULES)) {
    const value: unknown = Reflect.get(Object(options), name);
    if (value !== undefined && !isValid(value)) throw wrong(name, wanted, value);
  }
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function wrong(name: string, wanted: string, value: unknown): TypeError {
  return new TypeError(
    `Cannot show the stream as ${name} must be ${wanted}: current value is ${valueText(value)}`,
  );
}
