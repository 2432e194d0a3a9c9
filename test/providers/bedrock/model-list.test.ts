import { describe, expect, it } from "vitest";

import { streamableModels } from "../../../src/providers/bedrock/model-list.ts";

/** A model that answers, and what is different about it. */
const model = (modelId: string, rest: object = {}) => ({
  modelId,
  modelArn: arnOf(modelId),
  providerName: modelId.startsWith("anthropic.") ? "Anthropic" : "Amazon",
  inputModalities: ["TEXT", "IMAGE"],
  outputModalities: ["TEXT"],
  responseStreamingSupported: true,
  inferenceTypesSupported: ["ON_DEMAND"],
  ...rest,
});

const profile = (inferenceProfileId: string, modelId: string, rest: object = {}) => ({
  inferenceProfileId,
  inferenceProfileArn: `arn:aws:bedrock:us-east-1:1:inference-profile/${inferenceProfileId}`,
  models: [{ modelArn: arnOf(modelId) }],
  status: "ACTIVE",
  type: "SYSTEM_DEFINED",
  ...rest,
});

function arnOf(modelId: string, region = "us-east-1"): string {
  return `arn:aws:bedrock:${region}::foundation-model/${modelId}`;
}

const CLAUDE = "anthropic.claude-sonnet-4-5-20250929-v1:0";
const NOVA = "amazon.nova-pro-v1:0";

describe("streamableModels()", () => {
  it("returns models and then profiles, in AWS's order, each once", () => {
    const models = [model("b"), model("a"), model("b")];
    const profiles = [profile("us.b", "b"), profile("us.a", "a"), profile("us.b", "b")];

    expect(streamableModels(models, profiles, "all")).toEqual(["b", "a", "us.b", "us.a"]);
  });

  it.each([
    ["writes no text", { outputModalities: ["EMBEDDING"] }],
    ["only listens", { inputModalities: ["SPEECH"], outputModalities: ["SPEECH", "TEXT"] }],
    ["does not stream", { responseStreamingSupported: false }],
    ["does not say what it can do", { responseStreamingSupported: undefined }],
  ])("omits a model that %s, and its profile", (_what, rest) => {
    expect(streamableModels([model("m", rest)], [profile("us.m", "m")], "all")).toEqual([]);
  });

  it.each(["INFERENCE_PROFILE", "PROVISIONED"])(
    "names a model for %s by its profile alone",
    (type) => {
      const models = [model(CLAUDE, { inferenceTypesSupported: [type] })];

      expect(streamableModels(models, [profile(`us.${CLAUDE}`, CLAUDE)], "all")).toEqual([
        `us.${CLAUDE}`,
      ]);
    },
  );

  it("omits a profile that is not active", () => {
    const profiles = [profile("us.m", "m", { status: "CREATING" })];

    expect(streamableModels([], profiles, "all")).toEqual([]);
  });

  it("names a user's profile by its ARN", () => {
    const arn = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/hq2of259skzs";
    const own = { type: "APPLICATION", inferenceProfileArn: arn };

    expect(streamableModels([], [profile("hq2of259skzs", NOVA, own)], "all")).toEqual([arn]);
  });

  it("includes a profile whose models only other regions have", () => {
    expect(streamableModels([], [profile(`eu.${NOVA}`, NOVA)], "all")).toEqual([`eu.${NOVA}`]);
  });

  it("returns only Anthropic's models, whatever their profiles are called", () => {
    const models = [model(NOVA), model(CLAUDE)];
    const stranger = "anthropic.claude-to-come-v1:0";
    const own = { type: "APPLICATION", inferenceProfileArn: "arn:own" };
    const profiles = [
      profile(`us.${NOVA}`, NOVA),
      profile(`us.${CLAUDE}`, CLAUDE),
      profile("global.claude", stranger),
      profile("own", CLAUDE, own),
      profile("anthropic.by-name-only", "meta.llama-to-come"),
    ];

    expect(streamableModels(models, profiles, "anthropic")).toEqual([
      CLAUDE,
      `us.${CLAUDE}`,
      "global.claude",
      "arn:own",
    ]);
  });

  it("ignores entries that are not valid", () => {
    const strange = [undefined, "m", {}, { modelId: 5 }, { models: "all", status: "ACTIVE" }];

    expect(streamableModels(strange, strange, "all")).toEqual([]);
  });
});
