import { asText, dig } from "../../../wire/index.ts";
import type { HttpCall } from "../dialect.ts";
import { enumIn, invalidField } from "../requests/fields.ts";

const REGION = "us-east-1";
const ACCOUNT = "123456789012";

/** The prefix of profiles that route requests across the regions of the US. */
const PROFILE_PREFIX = "us.";

/** AWS's limit per page, used as the default, which AWS does not document. */
const MAX_RESULTS = 1_000;

/** AWS's name for the maker of models with Anthropic's API, which all simulated models have. */
const PROVIDER = "Anthropic";

const CUSTOMIZATIONS = ["FINE_TUNING", "CONTINUED_PRE_TRAINING", "DISTILLATION"] as const;

type Page = (query: object, models: readonly string[]) => object;

const PAGES: ReadonlyMap<string, Page> = new Map([
  ["/foundation-models", modelsPage],
  ["/inference-profiles", profilesPage],
]);

export function isBedrockPage(path: string): boolean {
  return PAGES.has(path);
}

/**
 * Returns the list of models or inference profiles; `undefined` for other calls. Every model can be called by its
 * name or its profile.
 *
 * @throws {SimulationError} When a filter or a page token is invalid.
 */
export function bedrockPage(
  { method, path, query }: HttpCall,
  models: readonly string[],
): object | undefined {
  return method === "GET" ? PAGES.get(path)?.(Object.fromEntries(query), models) : undefined;
}

export function bedrockModelNamed(name: string): string {
  const id = name.startsWith("arn:") ? name.slice(name.indexOf("/") + 1) : name;
  return id.startsWith(PROFILE_PREFIX) ? id.slice(PROFILE_PREFIX.length) : id;
}

function modelsPage(query: object, models: readonly string[]): object {
  const provider = asText(dig(query, "byProvider")) ?? PROVIDER;
  const output = enumIn(query, "byOutputModality", ["TEXT", "IMAGE", "EMBEDDING"]);
  const inference = enumIn(query, "byInferenceType", ["ON_DEMAND", "PROVISIONED"]);
  const customization = enumIn(query, "byCustomizationType", CUSTOMIZATIONS);
  const modelSummaries = models
    .map(modelOf)
    .filter(
      (model) =>
        provider.toLowerCase() === PROVIDER.toLowerCase() &&
        has(model.outputModalities, output) &&
        has(model.inferenceTypesSupported, inference) &&
        has(model.customizationsSupported, customization),
    );
  return { modelSummaries };
}

function has(list: readonly string[], filter: string | undefined): boolean {
  return filter === undefined || list.includes(filter);
}

/** A page token is the number of profiles before the page. */
function profilesPage(query: object, models: readonly string[]): object {
  const isApplication = enumIn(query, "type", ["SYSTEM_DEFINED", "APPLICATION"]) === "APPLICATION";
  const from = countIn(query, "nextToken", models.length) ?? 0;
  const to = from + (countIn(query, "maxResults", MAX_RESULTS) ?? MAX_RESULTS);
  const listed = isApplication ? [] : models;
  return {
    inferenceProfileSummaries: listed.slice(from, to).map(profileOf),
    nextToken: to < listed.length ? String(to) : undefined,
  };
}

function modelOf(id: string) {
  return {
    modelArn: arnOf(id),
    modelId: id,
    modelName: id,
    providerName: PROVIDER,
    inputModalities: ["TEXT", "IMAGE"],
    outputModalities: ["TEXT"],
    responseStreamingSupported: true,
    customizationsSupported: [],
    inferenceTypesSupported: ["ON_DEMAND"],
    modelLifecycle: { status: "ACTIVE" },
  };
}

function profileOf(id: string): object {
  const profile = `${PROFILE_PREFIX}${id}`;
  return {
    inferenceProfileName: `US ${id}`,
    description: `Routes requests to ${id} in ${REGION}.`,
    createdAt: "1970-01-01T00:00:00Z",
    updatedAt: "1970-01-01T00:00:00Z",
    inferenceProfileArn: `arn:aws:bedrock:${REGION}:${ACCOUNT}:inference-profile/${profile}`,
    models: [{ modelArn: arnOf(id) }],
    inferenceProfileId: profile,
    status: "ACTIVE",
    type: "SYSTEM_DEFINED",
  };
}

function arnOf(id: string): string {
  return `arn:aws:bedrock:${REGION}::foundation-model/${id}`;
}

function countIn(query: object, name: string, max: number): number | undefined {
  const value = dig(query, name);
  if (value === undefined) return undefined;
  const count = Number(value);
  if (Number.isInteger(count) && count >= 1 && count <= max) return count;
  throw invalidField(name, `a number from 1 to ${max}`, value);
}
