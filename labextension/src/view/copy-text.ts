/**
 * Copies text to the clipboard. Call it in a user's gesture.
 *
 * Without `navigator.clipboard`, which pages on plain `http` of another host do not have, it answers a copy event, and
 * changes neither focus nor selection.
 *
 * @throws {Error} When the browser does not allow it.
 */
export async function copyText(text: string): Promise<void> {
  if ("clipboard" in navigator) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const answer = (event: ClipboardEvent) => {
    event.clipboardData?.setData("text/plain", text);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  document.addEventListener("copy", answer, { capture: true });
  const isCopied = document.execCommand("copy");
  document.removeEventListener("copy", answer, { capture: true });
  if (!isCopied) throw new Error("Cannot copy as the browser does not allow it");
}
