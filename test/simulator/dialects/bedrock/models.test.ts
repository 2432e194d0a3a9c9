import { describe, expect, it } from "vitest";

import { bedrockConverseDialect } from "../../../../src/simulator/dialects/bedrock/converse.ts";
import { dig } from "../../../../src/wire/index.ts";
import { pageOf } from "../../../support/frames/wire-of.ts";

const listOf = (path: string, method = "GET") => pageOf(bedrockConverseDialect, { method, path });

describe("bedrockPage()", () => {
  it("lists its models, which can be called by their names", () => {
    const models = dig(listOf("/foundation-models"), "modelSummaries");

    expect(models).toHaveLength(2);
    expect(dig(models, 1)).toEqual({
      modelArn: "arn:aws:bedrock:us-east-1::foundation-model/hosted-fast",
      modelId: "hosted-fast",
      modelName: "hosted-fast",
      providerName: "Anthropic",
      inputModalities: ["TEXT", "IMAGE"],
      outputModalities: ["TEXT"],
      responseStreamingSupported: true,
      customizationsSupported: [],
      inferenceTypesSupported: ["ON_DEMAND"],
      modelLifecycle: { status: "ACTIVE" },
    });
  });

  it.each([
    ["byProvider=anthropic", 2],
    ["byProvider=Amazon", 0],
    ["byOutputModality=TEXT&byInferenceType=ON_DEMAND", 2],
    ["byOutputModality=IMAGE", 0],
    ["byInferenceType=PROVISIONED", 0],
    ["byCustomizationType=FINE_TUNING", 0],
  ])("filters by %s and lists %d models", (filters, count) => {
    expect(dig(listOf(`/foundation-models?${filters}`), "modelSummaries")).toHaveLength(count);
  });

  it("lists a profile for each model, page by page", () => {
    expect(listOf("/inference-profiles?maxResults=1")).toEqual({
      inferenceProfileSummaries: [
        {
          inferenceProfileName: "US fixed",
          description: "Routes requests to fixed in us-east-1.",
          createdAt: "1970-01-01T00:00:00Z",
          updatedAt: "1970-01-01T00:00:00Z",
          inferenceProfileArn: "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.fixed",
          models: [{ modelArn: "arn:aws:bedrock:us-east-1::foundation-model/fixed" }],
          inferenceProfileId: "us.fixed",
          status: "ACTIVE",
          type: "SYSTEM_DEFINED",
        },
      ],
      nextToken: "1",
    });
    expect(listOf("/inference-profiles?maxResults=1&nextToken=1")).toEqual({
      inferenceProfileSummaries: [
        expect.objectContaining({ inferenceProfileId: "us.hosted-fast" }),
      ],
    });
    expect(listOf("/inference-profiles?type=APPLICATION")).toEqual({
      inferenceProfileSummaries: [],
    });
  });

  it.each([
    ["/inference-profiles?maxResults=0", '"maxResults" must be a number from 1 to 1000'],
    ["/inference-profiles?nextToken=p", '"nextToken" must be a number from 1 to 2'],
    ["/inference-profiles?type=MINE", '"type" must be one of SYSTEM_DEFINED, APPLICATION'],
    ["/foundation-models?byOutputModality=text", '"byOutputModality" must be one of TEXT, IMAGE'],
  ])("rejects the query %s", (path, message) => {
    expect(() => listOf(path)).toThrow(message);
  });

  it("only answers GET", () => {
    expect(listOf("/foundation-models", "POST")).toBeUndefined();
  });
});
