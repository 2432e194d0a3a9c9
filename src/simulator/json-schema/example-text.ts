import { asCount, asText, dig } from "../../wire/index.ts";
import { isMatch, textOfPattern } from "./text-of-pattern.ts";

const LENGTHS_TRIED = 64;

const MAX_CHARS = 100_000;

/** Values of the formats of JSON Schema and OpenAPI; those of two variants differ. */
const FORMATS: Readonly<Record<string, (variant: number) => string>> = {
  "date-time": (variant) => `2026-01-${day(variant)}T09:30:00Z`,
  date: (variant) => `2026-01-${day(variant)}`,
  time: (variant) => `09:${String(10 + (variant % 50))}:00Z`,
  duration: (variant) => `PT${variant + 1}M`,
  email: (variant) => `user${variant + 1}@example.com`,
  hostname: (variant) => `host${variant + 1}.example.com`,
  ipv4: (variant) => `192.0.2.${1 + (variant % 254)}`,
  ipv6: (variant) => `2001:db8::${(variant + 1).toString(16)}`,
  uri: (variant) => `https://example.com/${variant + 1}`,
  "uri-reference": (variant) => `/example/${variant + 1}`,
  "uri-template": (variant) => `https://example.com/${variant + 1}/{id}`,
  url: (variant) => `https://example.com/${variant + 1}`,
  uuid: (variant) => `123e4567-e89b-42d3-a456-${(variant + 1).toString(16).padStart(12, "0")}`,
  "json-pointer": (variant) => `/example/${variant}`,
  "relative-json-pointer": (variant) => String(variant),
  regex: (variant) => `^example${variant}$`,
  byte: (variant) => btoa(`example ${variant}`),
};

function day(variant: number): string {
  return String(1 + (variant % 28)).padStart(2, "0");
}

/**
 * Returns text that fits a schema of type `string`; `undefined` if none can be made.
 *
 * @param word The text to use if any text fits.
 * @param variant Texts of two variants differ if the schema lets them.
 */
export function exampleText(schema: unknown, word: string, variant: number): string | undefined {
  const lengths = lengthsOf(schema);
  if (lengths.leastChars > Math.min(lengths.mostChars, MAX_CHARS)) return undefined;
  const formatted = formattedText(asText(dig(schema, "format")) ?? "", variant);
  if (formatted !== undefined) return fitsTextRules(formatted, schema) ? formatted : undefined;
  const pattern = asText(dig(schema, "pattern"));
  if (pattern !== undefined) return patternedText(pattern, lengths, variant);
  return textOfLength(variant === 0 ? word : `${variant} ${word}`, lengths);
}

export function fitsTextRules(text: string, schema: unknown): boolean {
  const pattern = asText(dig(schema, "pattern"));
  return fits(text, lengthsOf(schema)) && (pattern === undefined || isMatch(text, pattern));
}

function formattedText(format: string, variant: number): string | undefined {
  // Internationalised formats also accept ASCII.
  const name = format.replace(/^idn-/u, "").replace(/^iri/u, "uri");
  return Object.hasOwn(FORMATS, name) ? FORMATS[name]?.(variant) : undefined;
}

/** In code points, as JSON Schema counts them. */
interface Lengths {
  readonly leastChars: number;
  readonly mostChars: number;
}

function lengthsOf(schema: unknown): Lengths {
  return {
    leastChars: asCount(dig(schema, "minLength")) ?? 0,
    mostChars: asCount(dig(schema, "maxLength")) ?? Infinity,
  };
}

function fits(text: string, { leastChars, mostChars }: Lengths): boolean {
  const { length } = Array.from(text);
  return length >= leastChars && length <= mostChars;
}

function patternedText(pattern: string, lengths: Lengths, variant: number): string | undefined {
  for (let extra = 0; extra < lengths.leastChars + LENGTHS_TRIED; extra++) {
    const text = textOfPattern(pattern, { extra, variant });
    if (text !== undefined && fits(text, lengths)) return text;
  }
  return undefined;
}

function textOfLength(text: string, { leastChars, mostChars }: Lengths): string {
  const { length } = Array.from(text);
  const repeated = text.repeat(Math.max(1, Math.ceil(leastChars / length)));
  return Array.from(repeated)
    .slice(0, Math.min(mostChars, Math.max(leastChars, length)))
    .join("");
}
