/** Characters that change the nesting or the state of a string. */
const STRUCTURE = /["\\{}[\]]/gu;

/**
 * Detects the end of a JSON object or array that arrives in chunks. Does not validate it.
 *
 * Cost: O(characters) over all chunks.
 */
export function jsonClosing() {
  let depth = 0;
  let isClosed = false;
  let inString = false;
  let isEscaped = false;

  function take(character: string): void {
    if (inString) {
      inString = character !== '"';
    } else if (character === '"') {
      inString = true;
    } else if (character === "{" || character === "[") {
      depth++;
    } else if (character === "}" || character === "]") {
      depth--;
      isClosed ||= depth === 0;
    }
  }

  return {
    push(text: string): void {
      if (isClosed) return;
      let from = 0;
      if (isEscaped && text !== "") {
        from = 1;
        isEscaped = false;
      }
      STRUCTURE.lastIndex = from;
      for (let found = STRUCTURE.exec(text); found !== null; found = STRUCTURE.exec(text)) {
        if (found[0] !== "\\") {
          take(found[0]);
        } else if (inString) {
          isEscaped = found.index === text.length - 1;
          STRUCTURE.lastIndex = found.index + 2;
        }
      }
    },
    /** Whether it is closed, so nothing can be added. Never true for other values. */
    get isClosed() {
      return isClosed;
    },
  };
}
