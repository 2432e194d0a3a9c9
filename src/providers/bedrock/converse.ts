import { converseDecoder, eventsOfConversation } from "./converse-decoder.ts";
import { converseInputOf } from "./converse-request.ts";
import { operationProvider } from "./provider.ts";
import type { BedrockSettings } from "./settings.ts";
import type { Provider } from "../provider.ts";
import { nonStreamingDecoder } from "../decode/non-streaming-decoder.ts";

/**
 * Amazon Bedrock's `ConverseStream`, which is the same for all models. Requires the package
 * `@aws-sdk/client-bedrock-runtime`, and `@aws-sdk/client-bedrock` to list models. Each is loaded on first use; if it
 * is missing, the answer or the list fails with a message that names it.
 *
 * - AWS's SDK signs the request, and finds region and credentials that are not set. `fetch` sends the request; this
 *   package decodes the answer from AWS's binary frames.
 * - `model` is the id of a model, or the ARN of a profile.
 * - `reasoning` is sent to Anthropic's models as in `anthropicMessages`, to OpenAI's models and Nova 2 as an effort,
 *   and not to others. There is no `seed`. Calls cannot be forbidden once the conversation has some: then
 *   `toolChoice: "none"` is not sent.
 * - `listModels` returns the models that can stream in the region: on-demand models and active inference profiles. AWS
 *   does not report there which of them the account may use.
 * - An answer that is stopped has no input tokens: Bedrock reports them at the end.
 *
 * @throws {TypeError} When a setting is an empty string, the base URL is not an http(s) URL, or both a key and
 * credentials are set.
 *
 * @example
 * ```ts
 * bedrock({ region: "eu-central-1" }).id; // "bedrock"
 * ```
 */
export function bedrock(settings: BedrockSettings = {}): Provider {
  return operationProvider(settings, {
    id: "bedrock",
    capabilities: {
      resume: settings.prefill === true ? "prefill" : "continuation",
      usage: "always",
      tools: "deltas",
      reasoning: "text",
      images: true,
      seed: false,
    },
    makers: "all",
    call: (request) => ({
      operation: "converse",
      stream: request.stream ?? true,
      input: converseInputOf(request),
    }),
    decoder: converseDecoder,
    nonStreamingDecoder: (origin) =>
      nonStreamingDecoder(converseDecoder(origin), eventsOfConversation),
  });
}
