import { describe, expect, it } from "vitest";

import { instant } from "../../../src/clock/index.ts";
import { recordedRequest } from "../../../src/providers/recordings/recorded-request.ts";
import { secretEraser } from "../../../src/providers/recordings/secret-eraser.ts";

const ask = (headers: Record<string, string>) => recordedRequest([], "http://h/", { headers });

describe("recordedRequest()", () => {
  it.each([
    [{ authorization: "Bearer sk-12345678" }, "sk-12345678"],
    [{ "x-api-key": "sk-12345678" }, "sk-12345678"],
    [{ "api-key": "azure-12345678" }, "azure-12345678"],
    [{ "x-goog-api-key": "google-12345678" }, "google-12345678"],
    [{ cookie: "a=1; session=cookie-12345678" }, "cookie-12345678"],
    [{ "x-amz-security-token": "aws-12345678" }, "aws-12345678"],
    [{ authorization: "AWS4-HMAC-SHA256 Credential=AK/x, Signature=abcdef123456" }, "abcdef123456"],
  ])("finds the secret in %j, and drops the header", (headers, secret) => {
    const { request, secrets } = ask(headers);

    expect(secrets).toContain(secret);
    expect(request.headers).toEqual({});
  });

  it("keeps the header names that AWS signs, which its frames repeat", () => {
    const authorization =
      "AWS4-HMAC-SHA256 Credential=AK/x, SignedHeaders=content-type;host, Signature=abcdef123456";
    const eraser = secretEraser(ask({ authorization }).secrets);

    expect(eraser.text(":content-type AWS4-HMAC-SHA256")).toBe(":content-type AWS4-HMAC-SHA256");
  });

  it("keeps the headers of the format", () => {
    const headers = { "content-type": "application/json", "anthropic-version": "2023-06-01" };

    expect(ask({ ...headers, "x-stainless-os": "Linux" }).request.headers).toEqual(headers);
  });

  it.each([
    ["bytes of text", new TextEncoder().encode("{}"), "{}"],
    ["nothing", undefined, undefined],
    ["a form", new FormData(), undefined],
    ["a file", "x".repeat(1_048_577), undefined],
  ])("keeps a body of %s", (_what, body, kept) => {
    const { request } = recordedRequest([], "http://h/", body === undefined ? {} : { body });

    expect(request.body).toBe(kept);
  });

  it("removes keys from the body", () => {
    const init = { headers: { "x-api-key": "sk-12345678" }, body: '{"note":"sk-12345678"}' };

    expect(recordedRequest([], new Request("http://h/"), init).request.body).toBe(
      '{"note":"***********"}',
    );
  });
});

describe("secretEraser()", () => {
  const secret = 'sk/"1234"/x';

  it.each([
    ["as it is", secret],
    ["in JSON", JSON.stringify(secret).slice(1, -1)],
    ["in a URL", encodeURIComponent(secret)],
  ])("overwrites a secret %s, in as many characters", (_how, written) => {
    const eraser = secretEraser([secret]);
    const read = { at: instant(0), bytes: new TextEncoder().encode(`é${written}é`) };
    const [erased] = eraser.reads([read]);

    expect(eraser.text(written)).toBe("*".repeat(written.length));
    expect(new TextDecoder().decode(erased?.bytes)).toBe(`é${"*".repeat(written.length)}é`);
  });
});
