import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { findSecret } from "../../src/text/find-secrets.ts";
import { eventsWithoutSecrets, withoutSecrets } from "../../src/providers/decode/secrets.ts";

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

describe("eventsWithoutSecrets()", () => {
  it("shortens a finish reason that is a text of its own", () => {
    const raw = "long".repeat(1_000);
    const [end] = eventsWithoutSecrets(
      [{ type: "stream-end", reason: { kind: "other", raw } }],
      [KEY],
    );

    expect(end).toEqual({ type: "stream-end", reason: { kind: "other", raw: raw.slice(0, 500) } });
  });
});

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

  it("finds percent encoding with small letters", () => {
    expect(findSecret("sk%2fsecret%2b1234567890", KEY)).toEqual([{ start: 0, end: 24 }]);
  });

  it("finds nothing where there is no secret", () => {
    expect(findSecret("sk/secret, sk/secret+123", KEY)).toEqual([]);
  });
});

describe("withoutSecrets()", () => {
  it("leaves no part of a secret that is cut in two, but for eight characters", () => {
    for (let cut = 0; cut <= KEY.length; cut++) {
      const head = withoutSecrets(`no: ${KEY.slice(0, cut)}`, [KEY]);
      const tail = withoutSecrets(`${KEY.slice(cut)} is wrong`, [KEY]);
      expect(head).toBe(cut < 8 ? `no: ${KEY.slice(0, cut)}` : "no: [key]");
      expect(tail).toBe(KEY.length - cut < 8 ? `${KEY.slice(cut)} is wrong` : "[key] is wrong");
    }
  });

  it("leaves placeholders, which are words of any text", () => {
    expect(withoutSecrets("none of the models", ["none"])).toBe("none of the models");
  });
});
