import { readFile } from "node:fs/promises";

import { fileProblem } from "../../bench/index.ts";
import type { ImageType, UserPart } from "../../providers/index.ts";
import { UsageError } from "./usage-error.ts";

/** How the files of each type begin; `?` is any byte. */
const BEGINNINGS: readonly (readonly [ImageType, string])[] = [
  ["image/png", "\u0089PNG\r\n\u001a\n"],
  ["image/jpeg", "\u00ff\u00d8\u00ff"],
  ["image/gif", "GIF8"],
  ["image/webp", "RIFF????WEBP"],
];

/**
 * An image out of a file, whatever the file's name says.
 *
 * @throws {UsageError} When it cannot be read, or is not of a type that providers take.
 */
export async function readImage(path: string): Promise<UserPart> {
  const bytes = await bytesOf(path);
  const found = BEGINNINGS.find(([, beginning]) => beginsWith(bytes, beginning));
  if (found !== undefined) return { type: "image", mediaType: found[0], bytes };
  throw new UsageError(
    `Cannot use --image "${path}" as it must be a PNG, JPEG, GIF or WebP: it is none by its first bytes`,
  );
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UsageError(`Cannot use --image "${path}" as ${fileProblem(error)}`, { cause: error });
  }
}

function beginsWith(bytes: Uint8Array, beginning: string): boolean {
  return Array.from(beginning).every(
    (character, index) => character === "?" || bytes[index] === character.charCodeAt(0),
  );
}
