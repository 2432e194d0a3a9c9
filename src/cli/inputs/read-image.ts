import { readFile } from "node:fs/promises";

import { fileProblem } from "../../bench/index.ts";
import type { ImageType, UserPart } from "../../providers/index.ts";
import { UsageError } from "./usage-error.ts";

/** Signature of each file type; `?` is any byte. */
const SIGNATURES: readonly (readonly [ImageType, string])[] = [
  ["image/png", "\u0089PNG\r\n\u001a\n"],
  ["image/jpeg", "\u00ff\u00d8\u00ff"],
  ["image/gif", "GIF8"],
  ["image/webp", "RIFF????WEBP"],
];

/**
 * Reads an image file. Its type is detected from its content, not its name.
 *
 * @throws {UsageError} When it cannot be read, or providers do not support its type.
 */
export async function readImage(path: string): Promise<UserPart> {
  const bytes = await bytesOf(path);
  const found = SIGNATURES.find(([, signature]) => hasSignature(bytes, signature));
  if (found !== undefined) return { type: "image", mediaType: found[0], bytes };
  throw new UsageError(
    `Cannot use --image "${path}" as it must be a PNG, JPEG, GIF or WebP: its signature matches none of these`,
  );
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UsageError(`Cannot use --image "${path}" as ${fileProblem(error)}`, { cause: error });
  }
}

function hasSignature(bytes: Uint8Array, signature: string): boolean {
  return Array.from(signature).every(
    (character, index) => character === "?" || bytes[index] === character.charCodeAt(0),
  );
}
