import { describe, expect, it } from "vitest";

import { requireHttpUrl } from "../../../src/providers/http/http-settings.ts";

describe("requireHttpUrl()", () => {
  it.each(["http://127.0.0.1:8000/v1", "https://api.example.com", "http://[::1]:8000"])(
    "takes %s",
    (url) => {
      expect(() => requireHttpUrl(url)).not.toThrow();
    },
  );

  it.each(["", "127.0.0.1:8000", "ftp://example.com"])("throws for %j and quotes it", (url) => {
    expect(() => requireHttpUrl(url)).toThrow(`current value is "${url}"`);
  });

  it.each([
    "http://me:hunter2@127.0.0.1:9",
    "https://hunter2@example.com",
    "https://example.com/v1?key=hunter2",
    "ftp://me:hunter2@example.com",
    "me:hunter2@example.com",
  ])("refuses what may hold a key without repeating it: %s", (url) => {
    expect(() => requireHttpUrl(url)).toThrow(/^Cannot call the provider as baseUrl must be /u);
    expect(() => requireHttpUrl(url)).not.toThrow("hunter2");
  });
});
