/** With this method, a value decides what a notebook displays of it. Deno, tslab and others call it. */
const DISPLAY = Symbol.for("Jupyter.display");

/**
 * Returns the value so that a notebook displays nothing of it as the last expression of a cell: its content is in the
 * cell already.
 */
export function shownAlready<Value extends object>(value: Value): Value {
  return Object.defineProperty(value, DISPLAY, { value: () => ({}), enumerable: false });
}
