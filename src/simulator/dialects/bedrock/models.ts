import { asText, dig } from "../../../wire/index.ts";
import type { HttpCall } from "../dialect.ts";
import { enumIn, invalidField } from "../requests/fields.ts";

const REGION = "us-east-1";
const ACCOUNT = "123456789012";

/** What AWS sets before a model's name in that of the profile which spreads its requests over regions. */
const PLACE = "us.";

/** As many profiles as AWS gives at once; it does not say how many where a request does not. */
const MOST_RESULTS = 1_000;

/** Every model of the simulator's speaks Anthropic's wire too, and this is who AWS lists for that. */
const PROVIDER = "Anthropic";

const CUSTOMIZATIONS = ["FINE_TUNING", "CONTINUED_PRE_TRAINING", "DISTILLATION"] as const;

type Page = (asked: object, models: readonly string[]) => object;

const PAGES: ReadonlyMap<string, Page> = new Map([
  ["/foundation-models", modelsPage],
  ["/inference-profiles", profilesPage],
]);

/** Whether a path is that of one of the control plane's lists. */
export function isBedrockPage(path: string): boolean {
  return PAGES.has(path);
}

/**
 * The list of models or of inference profiles; `undefined` where it is something else that is asked. Every
 * model may be asked by its own name, and by that of a profile.
 *
 * @throws {SimulationError} When a filter or a place in the list is none.
 */
export function bedrockPage(
  { method, path, query }: HttpCall,
  models: readonly string[],
): object | undefined {
  return method === "GET" ? PAGES.get(path)?.(Object.fromEntries(query), models) : undefined;
}

/** The model's own name, where a request names it by its ARN, a profile or a profile's ARN. */
export function bedrockModelNamed(name: string): string {
  const id = name.startsWith("arn:") ? name.slice(name.indexOf("/") + 1) : name;
  return id.startsWith(PLACE) ? id.slice(PLACE.length) : id;
}

function modelsPage(asked: object, models: readonly string[]): object {
  const provider = asText(dig(asked, "byProvider")) ?? PROVIDER;
  const output = enumIn(asked, "byOutputModality", ["TEXT", "IMAGE", "EMBEDDING"]);
  const inference = enumIn(asked, "byInferenceType", ["ON_DEMAND", "PROVISIONED"]);
  const customization = enumIn(asked, "byCustomizationType", CUSTOMIZATIONS);
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

function has(list: readonly string[], wanted: string | undefined): boolean {
  return wanted === undefined || list.includes(wanted);
}

/** A page's token is the number of profiles before it. */
function profilesPage(asked: object, models: readonly string[]): object {
  const isOwn = enumIn(asked, "type", ["SYSTEM_DEFINED", "APPLICATION"]) === "APPLICATION";
  const from = countIn(asked, "nextToken", models.length) ?? 0;
  const to = from + (countIn(asked, "maxResults", MOST_RESULTS) ?? MOST_RESULTS);
  const listed = isOwn ? [] : models;
  return {
    inferenceProfileSummaries: listed.slice(from, to).map(profileOf),
    ...(to < listed.length ? { nextToken: String(to) } : {}),
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
  const profile = `${PLACE}${id}`;
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

/** A number from 1 in a query. */
function countIn(asked: object, name: string, most: number): number | undefined {
  const given = dig(asked, name);
  if (given === undefined) return undefined;
  const count = Number(given);
  if (Number.isInteger(count) && count >= 1 && count <= most) return count;
  throw invalidField(name, `a number from 1 to ${most}`, given);
}
