import { asList, asText, dig } from "../../wire/index.ts";

/** Whose models are wanted: all that can be streamed, or those on Anthropic's wire. */
export type BedrockMakers = "all" | "anthropic";

/** A foundation model, as far as the list needs it. */
interface Model {
  readonly id: string;
  /** Whether it reads text and writes it while it is made. What only listens streams by another operation. */
  readonly streamsText: boolean;
  /** Whether it may be asked by its own name; else only a profile leads to it. */
  readonly isOnDemand: boolean;
  readonly isAnthropics: boolean;
}

/**
 * The names that an answer can be streamed from: models that may be asked by their own, and active profiles
 * that lead to one which answers, each once. A profile of the user's own is named by its ARN, as Bedrock does
 * not take its id.
 *
 * @param summaries The `modelSummaries` of `ListFoundationModels`.
 * @param profiles The `inferenceProfileSummaries` of `ListInferenceProfiles`.
 *
 * @see {@link https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-use.html}
 */
export function bedrockModelList(
  summaries: readonly unknown[],
  profiles: readonly unknown[],
  makers: BedrockMakers,
): string[] {
  const models = new Map(summaries.flatMap(modelIn).map((model) => [model.id, model]));
  const answers = ({ streamsText, isAnthropics }: Model) =>
    streamsText && (makers === "all" || isAnthropics);
  const leads = (profile: unknown) =>
    asList(dig(profile, "models"))
      .flatMap((model) => asText(dig(model, "modelArn")) ?? [])
      .map(idIn)
      .some((id) => answers(models.get(id) ?? strangerOf(id)));

  return [
    ...new Set([
      ...[...models.values()]
        .filter((model) => model.isOnDemand && answers(model))
        .map(({ id }) => id),
      ...profiles
        .filter((profile) => dig(profile, "status") === "ACTIVE" && leads(profile))
        .flatMap(nameOf),
    ]),
  ];
}

function modelIn(summary: unknown): Model[] {
  const id = asText(dig(summary, "modelId"));
  if (id === undefined) return [];
  const has = (list: string, word: string) => asList(dig(summary, list)).includes(word);
  return [
    {
      id,
      streamsText:
        has("inputModalities", "TEXT") &&
        has("outputModalities", "TEXT") &&
        dig(summary, "responseStreamingSupported") === true,
      isOnDemand: has("inferenceTypesSupported", "ON_DEMAND"),
      isAnthropics: dig(summary, "providerName") === "Anthropic",
    },
  ];
}

/** A model that only other regions have: what it can do is not told, so it is not held against a profile. */
function strangerOf(id: string): Model {
  return {
    id,
    streamsText: true,
    isOnDemand: false,
    isAnthropics: id.startsWith("anthropic."),
  };
}

function nameOf(profile: unknown): string | readonly string[] {
  const isOwn = dig(profile, "type") === "APPLICATION";
  return asText(dig(profile, isOwn ? "inferenceProfileArn" : "inferenceProfileId")) ?? [];
}

/** A model's id, from its ARN. */
function idIn(arn: string): string {
  return arn.slice(arn.indexOf("/") + 1);
}
