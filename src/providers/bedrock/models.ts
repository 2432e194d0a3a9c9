import { asList, asText, dig } from "../../wire/index.ts";
import { allPages } from "../http/all-pages.ts";
import { loadOnce, optionalPackage } from "../http/optional-package.ts";
import { requestJson } from "../http/request-json.ts";
import type { Attempt } from "../provider.ts";
import { type ModelMakers, streamableModels } from "./model-list.ts";
import type { BedrockSettings } from "./settings.ts";
import { clientOptions, type SendSigned, sendingStep, signedRequest } from "./signed-request.ts";

/** Lists the models and profiles of Bedrock's control plane that can stream an answer. */
export function modelLister(settings: BedrockSettings, makers: ModelMakers) {
  const signer = loadOnce(() => listSigner(settings));

  return async (attempt: Attempt): Promise<readonly string[]> => {
    const sign = await signer();

    function read(list: List): Promise<unknown> {
      attempt.signal.throwIfAborted();
      const { endpoint, send } = signedRequest(attempt, settings, (pass) => sign(list, pass));
      return requestJson(attempt, endpoint, send);
    }

    const models = await read({ of: "models" });
    const profiles = await allPages(async (nextToken) => {
      const page = await read({ of: "profiles", nextToken });
      return {
        entries: asList(dig(page, "inferenceProfileSummaries")),
        next: asText(dig(page, "nextToken")),
      };
    });
    return streamableModels(asList(dig(models, "modelSummaries")), profiles, makers);
  };
}

type List =
  | { readonly of: "models" }
  | { readonly of: "profiles"; readonly nextToken: string | undefined };

/**
 * Builds and signs the request for a list, and passes it to `send`.
 *
 * @throws {Error} When there are no credentials or no region; and what `send` throws.
 */
type SignList = (list: List, send: SendSigned) => Promise<void>;

/** @throws {StreamError} `unexpected`, with the package to install, when the SDK is missing. */
async function listSigner(settings: BedrockSettings): Promise<SignList> {
  const sdk = await optionalPackage(
    "@aws-sdk/client-bedrock",
    () => import("@aws-sdk/client-bedrock"),
  );
  const endpoint = controlPlaneUrl(settings.baseUrl);
  const client = new sdk.BedrockClient(clientOptions(settings, endpoint));

  return async (list, send) => {
    const steps = client.middlewareStack.clone();
    steps.add(...sendingStep(send, { $metadata: {} }));
    const command =
      list.of === "models"
        ? new sdk.ListFoundationModelsCommand()
        : // The maximum page size.
          new sdk.ListInferenceProfilesCommand({ maxResults: 1_000, nextToken: list.nextToken });
    await command.resolveMiddleware(steps, client.config, {})({ input: command.input });
  };
}

/** The runtime's hosts in all AWS partitions, with and without FIPS. */
const RUNTIME =
  /^bedrock-runtime(?=(?:-fips)?\.[a-z0-9-]+\.(?:amazonaws|api\.aws|api\.amazonwebservices)(?:\.|$))/u;

/** A runtime endpoint inside a user's network. The control plane's endpoint has an unrelated name. */
const INTERFACE = /\.bedrock-runtime(?:-fips)?\.[a-z0-9-]+\.vpce\./u;

/**
 * Returns the URL of Bedrock's control plane, which lists models, for a runtime at `baseUrl`. AWS has a URL for each;
 * servers outside AWS, such as a proxy or the simulator, have one for both.
 *
 * @returns `undefined` for the region's own URL.
 */
export function controlPlaneUrl(baseUrl: string | undefined): string | undefined {
  if (baseUrl === undefined) return undefined;
  const url = new URL(baseUrl);
  if (INTERFACE.test(url.hostname)) return undefined;
  if (!RUNTIME.test(url.hostname)) return baseUrl;
  url.hostname = url.hostname.replace(RUNTIME, "bedrock");
  return url.href;
}
