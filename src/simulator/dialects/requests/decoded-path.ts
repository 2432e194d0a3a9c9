/** A path without its escapes; as it is where they make no sense, as then it leads nowhere. */
export function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
