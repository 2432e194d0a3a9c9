import { describe, expect, it } from "vitest";

import { bedrockControlUrl } from "../../../src/providers/bedrock/control-url.ts";

describe("bedrockControlUrl()", () => {
  it.each([
    ["https://bedrock-runtime.eu-central-1.amazonaws.com", "bedrock.eu-central-1.amazonaws.com"],
    [
      "https://bedrock-runtime-fips.us-gov-west-1.amazonaws.com",
      "bedrock-fips.us-gov-west-1.amazonaws.com",
    ],
    ["https://bedrock-runtime.us-east-1.api.aws", "bedrock.us-east-1.api.aws"],
    ["https://bedrock-runtime.cn-north-1.amazonaws.com.cn", "bedrock.cn-north-1.amazonaws.com.cn"],
    ["https://bedrock-runtime.eusc-de-east-1.amazonaws.eu", "bedrock.eusc-de-east-1.amazonaws.eu"],
  ])("goes from the runtime at %s to its neighbour", (baseUrl, host) => {
    expect(bedrockControlUrl(baseUrl)).toBe(`https://${host}/`);
  });

  it.each([
    "http://127.0.0.1:8000",
    "https://proxy.example/aws/v1",
    "https://bedrock-runtime.example.com",
    "https://bedrock-runtime.eu-central-1.amazonaws-proxy.example",
  ])("stays at %s, which stands in for both", (baseUrl) => {
    expect(bedrockControlUrl(baseUrl)).toBe(baseUrl);
  });

  it.each([
    undefined,
    "https://vpce-0123456789abcdef0-a1b2c3d4.bedrock-runtime.us-east-1.vpce.amazonaws.com",
  ])("leaves it to the region for %s", (baseUrl) => {
    expect(bedrockControlUrl(baseUrl)).toBeUndefined();
  });
});
