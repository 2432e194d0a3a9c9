/**
 * Strings for people: text that is safe to print, without secrets and of a known width, and the name that was
 * probably meant. Pure functions.
 */
export { closestName } from "./closest-name.ts";
export { OWN_STYLE } from "./control-characters.ts";
export { type NamedVariables, secretsIn } from "./environment-secrets.ts";
export { escapeHtml } from "./escape-html.ts";
export { findSecret } from "./find-secret.ts";
export { type KeyFilter, keyFilter } from "./key-filter.ts";
export { plainText } from "./plain-text.ts";
export { jsonLine, printable, printableJson } from "./printable.ts";
export {
  overwriteSecrets,
  redactLikelySecrets,
  redactSecrets,
  type Secret,
  secretsToFind,
} from "./redact-secrets.ts";
export { alignColumns, displayWidth, packToWidth, padToWidth, wrapToWidth } from "./text-layout.ts";
export { valueText } from "./value-text.ts";
