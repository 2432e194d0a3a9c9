import type { LaterWork } from "./later-work.ts";
import type { TypesetFormula, Typesetter } from "./markdown-view-options.ts";

/** Shows the source of a formula in `host` now, and the formula as soon as time allows. */
export type TypesetLater = (host: HTMLElement, source: string, isDisplay: boolean) => void;

/** Longest source that is typeset: time and size of a formula's elements grow with it. */
const LONGEST_CHARS = 5_000;

/** Loads the typesetter with the first formula. Without one, formulas stay source. */
export function mathTypesetter(later: LaterWork, load: Typesetter | undefined): TypesetLater {
  let formula: TypesetFormula | undefined;
  let loading: Promise<void> | undefined;

  return (host, source, isDisplay) => {
    const text = source.trim();
    host.classList.add("mr-math-source");
    host.replaceChildren(text);
    if (load === undefined || text.length > LONGEST_CHARS) return;
    const task = {
      host,
      run() {
        if (formula !== undefined)
          replaceSource(host, text, (made) => formula?.(made, text, isDisplay));
        return true;
      },
    };
    if (formula !== undefined) {
      later.add(task);
      return;
    }
    loading ??= load().then((loaded) => void (formula = loaded));
    loading.then(
      () => later.add(task),
      () => (host.title = "Math cannot be shown: its program was not loaded"),
    );
  };
}

/** Leaves the source where it is not a valid formula. */
function replaceSource(
  host: HTMLElement,
  source: string,
  typeset: (host: HTMLElement) => void,
): void {
  const made = document.createElement("span");
  try {
    typeset(made);
  } catch (error) {
    host.title = error instanceof Error ? error.message : "Not a valid formula";
    host.replaceChildren(source);
    return;
  }
  host.classList.remove("mr-math-source");
  host.replaceChildren(...made.childNodes);
}
