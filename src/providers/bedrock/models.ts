import { asList, asText, dig } from "../../wire/index.ts";
import { allPages } from "../http/all-pages.ts";
import { loadOnce } from "../http/load-once.ts";
import { optionalPackage } from "../http/optional-package.ts";
import { requestJson } from "../http/request-json.ts";
import type { Attempt } from "../provider.ts";
import { type ModelMakers, streamableModels } from "./model-list.ts";
import type { BedrockSettings } from "./settings.ts";
import {
  clientOptions,
  SENDING,
  sendingStep,
  type SendSigned,
  signedRequest,
} from "./signed-request.ts";

/** Lists the models and profiles of Bedrock's control plane that can stream an answer. */
export function modelLister(settings: BedrockSettings, makers: ModelMakers) {
  const signer = loadOnce(() => listSigner(settings));

  return async (attempt: Attempt): Promise<readonly string[]> => {
    const lists = await signer();

    function read(sign: (send: SendSigned) => Promise<void>): Promise<unknown> {
      attempt.signal.throwIfAborted();
      const { endpoint, send } = signedRequest(attempt, settings, sign);
      return requestJson(attempt, endpoint, send);
    }

    const models = await read(lists.models);
    const profiles = await allPages(async (nextToken) => {
      const page = await read((send) => lists.profiles(nextToken, send));
      return {
        entries: asList(dig(page, "inferenceProfileSummaries")),
        next: asText(dig(page, "nextToken")),
      };
    });
    return streamableModels(asList(dig(models, "modelSummaries")), profiles, makers);
  };
}

/**
 * Builds and signs the requests for lists, and passes them to `send`.
 *
 * @throws {Error} When there are no credentials or no region; and what `send` throws.
 */
interface ListSigner {
  models(send: SendSigned): Promise<void>;
  /** @param nextToken `undefined` for the first page. */
  profiles(nextToken: string | undefined, send: SendSigned): Promise<void>;
}

/** The maximum page size. */
const MAX_RESULTS = 1_000;

/** @throws {StreamError} `unexpected`, with the package to install, when the SDK is missing. */
async function listSigner(settings: BedrockSettings): Promise<ListSigner> {
  const sdk = await optionalPackage(
    "@aws-sdk/client-bedrock",
    () => import("@aws-sdk/client-bedrock"),
  );
  const endpoint = controlPlaneUrl(settings.baseUrl);
  const client = new sdk.BedrockClient(clientOptions(settings, endpoint));

  function stepsTo(send: SendSigned) {
    const steps = client.middlewareStack.clone();
    steps.add(sendingStep(send, { $metadata: {} }), SENDING);
    return steps;
  }

  return {
    async models(send) {
      const command = new sdk.ListFoundationModelsCommand();
      await command.resolveMiddleware(stepsTo(send), client.config, {})({ input: command.input });
    },

    async profiles(nextToken, send) {
      const command = new sdk.ListInferenceProfilesCommand({ maxResults: MAX_RESULTS, nextToken });
      await command.resolveMiddleware(stepsTo(send), client.config, {})({ input: command.input });
    },
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
