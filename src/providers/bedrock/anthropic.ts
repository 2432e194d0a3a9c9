import { decodeBase64Text, type StreamEventBody } from "../../events/index.ts";
import { asText, dig, parseJson } from "../../wire/index.ts";
import { anthropicDecoder, eventsOfMessage } from "../anthropic/decoder.ts";
import { anthropicCapabilities } from "../anthropic/messages.ts";
import { messagesBodyOf } from "../anthropic/request.ts";
import type { AnswerOrigin } from "../decode/answer-writer.ts";
import { operationProvider } from "./provider.ts";
import type { BedrockSettings } from "./settings.ts";
import { reportedError } from "../decode/explanation.ts";
import type { Provider } from "../provider.ts";
import { decodePayload, type PayloadDecoder } from "../decode/payload-decoder.ts";
import { nonStreamingDecoder } from "../decode/non-streaming-decoder.ts";

/** The only version of Anthropic's API that all models on Bedrock support. */
const VERSION = { anthropic_version: "bedrock-2023-05-31" };

/**
 * Anthropic's models on Amazon Bedrock, with Anthropic's own API inside Bedrock's `InvokeModelWithResponseStream`. In
 * contrast to {@link bedrock}, an answer that is stopped has its input tokens.
 *
 * For required packages, region and credentials, see {@link bedrock}; for the requests, see `anthropicMessages`.
 * `listModels` returns Anthropic's part of the list of {@link bedrock}.
 *
 * @throws {TypeError} When a setting is an empty string, the base URL is not an http(s) URL, or both a key and
 * credentials are set.
 *
 * @example
 * ```ts
 * bedrockAnthropic({ region: "eu-central-1" }).id; // "bedrock-anthropic"
 * ```
 */
export function bedrockAnthropic(settings: BedrockSettings = {}): Provider {
  return operationProvider(settings, {
    id: "bedrock-anthropic",
    capabilities: anthropicCapabilities(settings),
    makers: "anthropic",
    call: (request) => ({
      operation: "invoke",
      stream: request.stream ?? true,
      modelId: request.model,
      body: JSON.stringify({ ...VERSION, ...messagesBodyOf(request) }),
    }),
    decoder: chunkDecoder,
    nonStreamingDecoder: (origin) => nonStreamingDecoder(anthropicDecoder(origin), eventsOfMessage),
  });
}

/** Each Bedrock event contains one of Anthropic's events, in base64. */
function chunkDecoder(origin: AnswerOrigin): PayloadDecoder {
  const decoder = anthropicDecoder(origin);
  return {
    push(event) {
      const bytes = asText(dig(event, "body", "bytes"));
      if (bytes === undefined) {
        const error = reportedError(dig(event, "body"));
        if (error !== undefined) throw error;
        return [];
      }
      const source = decodeBase64Text(bytes);
      const events: StreamEventBody[] = [];
      decodePayload(decoder, { payload: parseJson(source), source }, events);
      return events;
    },
    end: decoder.end,
    findsErrors: true,
    get finished() {
      return decoder.finished;
    },
    get complete() {
      return decoder.complete;
    },
  };
}
