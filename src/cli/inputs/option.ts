/** An option that is on or off. */
export const flag = (help: string) => ({ type: "boolean", help }) as const;

/** An option with one value. @param name Of the value, in the help. */
export const option = (name: string, help: string) =>
  ({ type: "string", value: name, help }) as const;

/** An option with one value that may be repeated. */
export const repeatable = (name: string, help: string) =>
  ({ ...option(name, help), multiple: true }) as const;
