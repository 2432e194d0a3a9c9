import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { findSecret } from "../../src/text/find-secret.ts";
import { redactLikelySecrets, redactSecrets } from "../../src/text/redact-secrets.ts";

const KEY = "sk/secret+1234567890";

const secrets = fc
  .stringMatching(/^[A-Za-z0-9/+=._~"&<>-]{8,40}$/u)
  .filter((secret) => secret === secret.trim());

const inJson = (text: string) => JSON.stringify(text).slice(1, -1);

const spellings: readonly ((text: string) => string)[] = [
  (text) => text,
  inJson,
  (text) => inJson(inJson(text)),
  (text) =>
    JSON.stringify(text)
      .slice(1, -1)
      .replaceAll("/", String.raw`\/`),
  (text) =>
    JSON.stringify(text)
      .slice(1, -1)
      .replaceAll("&", String.raw`\u0026`),
  encodeURIComponent,
];

describe("findSecret()", () => {
  it("finds a secret in every spelling, in any text", () => {
    fc.assert(
      fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
        fc.pre(!before.includes(secret) && !before.endsWith("\\"));
        for (const spell of spellings) {
          const text = `${before}${spell(secret)}${after}`;
          const [found] = findSecret(text, secret);
          expect(found).toEqual({
            start: before.length,
            end: before.length + spell(secret).length,
          });
        }
      }),
    );
  });

  it("finds percent encoding in lower case", () => {
    expect(findSecret("sk%2fsecret%2b1234567890", KEY)).toEqual([{ start: 0, end: 24 }]);
  });

  it("finds nothing without a secret", () => {
    expect(findSecret("sk/secret, sk/secret+123", KEY)).toEqual([]);
  });
});

describe("redactSecrets()", () => {
  const known = [{ value: KEY, mask: "[key]" }];

  it("leaves at most seven characters of a secret that is cut in two", () => {
    for (let cut = 0; cut <= KEY.length; cut++) {
      const head = redactSecrets(`no: ${KEY.slice(0, cut)}`, known, true);
      const tail = redactSecrets(`${KEY.slice(cut)} is wrong`, known, true);
      expect(head).toBe(cut < 8 ? `no: ${KEY.slice(0, cut)}` : "no: [key]");
      expect(tail).toBe(KEY.length - cut < 8 ? `${KEY.slice(cut)} is wrong` : "[key] is wrong");
    }
  });

  it("replaces a secret that contains another one by its own mask", () => {
    const both = [
      { value: "s3cret-key", mask: "[A]" },
      { value: "s3cret-key-2", mask: "[B]" },
    ];

    expect(redactSecrets("s3cret-key-2, s3cret-key", both)).toBe("[B], [A]");
  });
});

describe("redactLikelySecrets()", () => {
  it.each([
    ["an @ in a password", "http://me:p@ss@host/v1", "http://…@host/v1"],
    ["a key in JSON", '{"key":"sk-proj-abcdefghijklmnop"}', '{"key":"…"}'],
  ])("replaces %s", (_, text, clean) => {
    expect(redactLikelySecrets(text)).toBe(clean);
  });
});
