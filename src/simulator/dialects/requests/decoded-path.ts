/** Decodes a path; returns it unchanged if its escapes are invalid, as then it matches no endpoint. */
export function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
