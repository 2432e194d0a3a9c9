import { asList, asText, dig } from "../../wire/index.ts";

export type ModelMakers = "all" | "anthropic";

interface Model {
  readonly id: string;
  /** Whether it streams text for text. Speech models stream through another operation. */
  readonly streamsText: boolean;
  /** Whether it can be called by its id. Otherwise, only through a profile. */
  readonly isOnDemand: boolean;
  readonly isByAnthropic: boolean;
}

/**
 * Returns the names of models and profiles that can stream an answer, each once: on-demand models, and active profiles
 * of models that can stream. A user's own profile is named by its ARN, because Bedrock does not accept its id.
 *
 * @param summaries The `modelSummaries` of `ListFoundationModels`.
 * @param profiles The `inferenceProfileSummaries` of `ListInferenceProfiles`.
 *
 * @see {@link https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-use.html}
 */
export function streamableModels(
  summaries: readonly unknown[],
  profiles: readonly unknown[],
  makers: ModelMakers,
): string[] {
  const models = new Map(summaries.flatMap(modelIn).map((model) => [model.id, model]));
  const isListed = ({ streamsText, isByAnthropic }: Model) =>
    streamsText && (makers === "all" || isByAnthropic);
  const leadsToListed = (profile: unknown) =>
    asList(dig(profile, "models"))
      .flatMap((model) => asText(dig(model, "modelArn")) ?? [])
      // The id is the end of the ARN.
      .map((arn) => arn.slice(arn.indexOf("/") + 1))
      .some((id) => isListed(models.get(id) ?? unknownModel(id)));

  return [
    ...new Set([
      ...[...models.values()]
        .filter((model) => model.isOnDemand && isListed(model))
        .map(({ id }) => id),
      ...profiles
        .filter((profile) => dig(profile, "status") === "ACTIVE" && leadsToListed(profile))
        .flatMap(nameOf),
    ]),
  ];
}

function modelIn(summary: unknown): Model | readonly [] {
  const id = asText(dig(summary, "modelId"));
  if (id === undefined) return [];
  const has = (list: string, value: string) => asList(dig(summary, list)).includes(value);
  return {
    id,
    streamsText:
      has("inputModalities", "TEXT") &&
      has("outputModalities", "TEXT") &&
      dig(summary, "responseStreamingSupported") === true,
    isOnDemand: has("inferenceTypesSupported", "ON_DEMAND"),
    isByAnthropic: dig(summary, "providerName") === "Anthropic",
  };
}

/** A model that only other regions have. Its capabilities are unknown, so its profiles are not filtered out. */
function unknownModel(id: string): Model {
  return { id, streamsText: true, isOnDemand: false, isByAnthropic: id.startsWith("anthropic.") };
}

function nameOf(profile: unknown): string | readonly string[] {
  const isUsers = dig(profile, "type") === "APPLICATION";
  return asText(dig(profile, isUsers ? "inferenceProfileArn" : "inferenceProfileId")) ?? [];
}
