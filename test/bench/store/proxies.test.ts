import { describe, expect, it } from "vitest";

import { describeProxies, proxiesIn } from "../../../src/bench/index.ts";

describe("proxiesIn()", () => {
  it("finds none if no variable is set, or an empty one", () => {
    expect(proxiesIn({})).toBeUndefined();
    expect(proxiesIn({ HTTP_PROXY: "", https_proxy: "", NO_PROXY: "a.example" })).toBeUndefined();
  });

  it("reads upper and lower case, and prefers lower case as Node and curl do", () => {
    const proxies = proxiesIn({
      HTTP_PROXY: "http://upper:1",
      http_proxy: "http://lower:1",
      HTTPS_PROXY: "https://secure:2",
    });

    expect(proxies).toMatchObject({
      HTTP_PROXY: "http://lower:1",
      HTTPS_PROXY: "https://secure:2",
    });
  });

  it("never sends requests to this machine through a proxy", () => {
    const proxies = proxiesIn({ http_proxy: "http://proxy:1", no_proxy: "a.example" });

    expect(proxies?.NO_PROXY).toBe("a.example,localhost,127.0.0.1,::1,[::1]");
  });

  it.each([
    ["proxy:3128", 'current value is "proxy:3128"'],
    ["socks5://proxy:1080", 'current value is "socks5://proxy:1080"'],
    ["socks5://me:s3cret@proxy:1080", "current value is with a user, and not shown"],
  ])("rejects %s", (value, shown) => {
    expect(() => proxiesIn({ HTTPS_PROXY: value })).toThrow(
      `Cannot use the proxy as HTTPS_PROXY must be an http or https URL: ${shown}`,
    );
  });
});

describe("describeProxies()", () => {
  it("shows neither user nor password", () => {
    const proxies = proxiesIn({
      HTTP_PROXY: "http://me:s3cret@plain:1",
      HTTPS_PROXY: "http://me:s3cret@secure:2",
    });

    expect(proxies && describeProxies(proxies)).toBe(
      "http://plain:1 for http, http://secure:2 for https",
    );
  });

  it("names a proxy for both once", () => {
    const proxies = proxiesIn({ HTTP_PROXY: "http://p:1", HTTPS_PROXY: "http://p:1" });

    expect(proxies && describeProxies(proxies)).toBe("http://p:1 for http and https");
  });
});
