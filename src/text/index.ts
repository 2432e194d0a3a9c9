/**
 * Strings for people: text that is safe to print, without secrets and of a known width, and the name that was
 * probably meant. Pure functions.
 */
export { closestName } from "./closest-name.ts";
export { findCutSecret, findSecret, type FoundSecret } from "./find-secrets.ts";
export { plainText } from "./plain-text.ts";
export { jsonLine, printable, printableJson } from "./printable.ts";
export { displayWidth, packed, padded, wrapped } from "./text-layout.ts";
