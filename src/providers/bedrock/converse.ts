import { converseDecoder, eventsOfConversation } from "./converse-decoder.ts";
import { converseInputOf } from "./converse-request.ts";
import { bedrockProvider } from "./provider.ts";
import type { BedrockSettings } from "./settings.ts";
import type { Provider } from "../provider.ts";
import { nonStreamingDecoder } from "../decode/non-streaming-decoder.ts";

/**
 * Amazon Bedrock's `ConverseStream`, which is the same for all models. Needs the package
 * `@aws-sdk/client-bedrock-runtime`, and to list models `@aws-sdk/client-bedrock`: each is loaded when it is
 * first asked for; where it is missing, the answer or the list fails and says so.
 *
 * - AWS's SDK finds region and credentials where they are not given, and signs the request. It is sent by
 *   `fetch`; the answer, in AWS's binary frames, is decoded here.
 * - A model is named by its id, or by the ARN of a profile.
 * - `reasoning` is told to models of Anthropic's as `anthropicMessages` does, to OpenAI's and to Nova 2 as their
 *   effort, and to others not at all. There is no `seed`, and no way of forbidding calls where the conversation
 *   has some: then `toolChoice: "none"` is left out.
 * - `listModels` gives what can be streamed in the region: models that are had on demand, and active inference
 *   profiles. Which of them the account may ask, AWS does not say there.
 * - An answer that is stopped does not know what was read: Bedrock says it at the end.
 *
 * @throws {TypeError} When something that is given is empty, the base URL is not an http(s) URL, or there is
 * both a key and credentials.
 *
 * @example
 * ```ts
 * bedrock({ region: "eu-central-1" }).id; // "bedrock"
 * ```
 */
export function bedrock(settings: BedrockSettings = {}): Provider {
  return bedrockProvider(settings, {
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
