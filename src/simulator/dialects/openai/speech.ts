import { encodeBase64 } from "../../../events/index.ts";
import type { Dialect, Encoder } from "../dialect.ts";
import type { SimulatedAnswer } from "../../answer/simulated-answer.ts";
import { spokenAudio, wavHead } from "../../answer/spoken-audio.ts";
import { parseOpenAiPath, postedPath } from "./paths.ts";
import { dataFrame, openAiErrorResponse } from "./completion-chunks.ts";
import { readSpeechRequest, type SpeechRequest } from "./speech-request.ts";
import { parseBody } from "../requests/body.ts";
import { modelIn } from "../requests/fields.ts";

const ENDPOINT = "audio/speech";

const CONTENT_TYPES = { pcm: "audio/pcm", wav: "audio/wav" } as const;

/**
 * OpenAI's speech: text as audio, word by word at the times at which a model would write them. As the bytes of
 * a `pcm` or `wav` stream (24 kHz, 16 bits, one channel), or as the same in events. The words are tones.
 */
export const openAiSpeechDialect: Dialect = {
  id: "openai-speech",
  requestIdHeader: undefined,
  claims: ({ path }) => parseOpenAiPath(path)?.endpoint === ENDPOINT,
  errorResponse: openAiErrorResponse,

  route(call, { seed }) {
    const place = postedPath(call, ENDPOINT);
    if (place === undefined) return undefined;
    const body = parseBody(call);
    const asked = readSpeechRequest(body, { model: place.deployment ?? modelIn(body), seed });
    const isAudio = asked.streamFormat === "audio";
    return {
      kind: "generation",
      request: asked.request,
      delivery: "stream",
      contentType: isAudio ? CONTENT_TYPES[asked.format] : "text/event-stream; charset=utf-8",
      encoder: (answer) => (isAudio ? audioEncoder(asked) : eventsEncoder(asked, answer)),
    };
  },
};

/** Nothing but the bytes of the audio: a body that ends early is the only sign of an error. */
function audioEncoder({ speaker, format }: SpeechRequest): Encoder {
  const nothing = new Uint8Array();
  return {
    first: () => (format === "wav" ? [wavHead()] : []),
    token: ({ text }) => [spokenAudio(text, speaker)],
    last: () => [],
    error: () => nothing,
    // Half a sample.
    malformed: () => Uint8Array.of(0x7f),
    whole: () => undefined,
  };
}

function eventsEncoder(asked: SpeechRequest, answer: SimulatedAnswer): Encoder {
  const { first, token } = audioEncoder(asked);
  const delta = (bytes: string | Uint8Array) => {
    const audio = typeof bytes === "string" ? bytes : encodeBase64(bytes);
    return dataFrame({ type: "speech.audio.delta", audio });
  };
  const usage = {
    input_tokens: answer.promptTokens,
    output_tokens: answer.tokens.length,
    total_tokens: answer.promptTokens + answer.tokens.length,
  };
  return {
    first: () => first().map(delta),
    token: (spoken) => token(spoken).map(delta),
    last: () => [dataFrame({ type: "speech.audio.done", usage })],
    error: (message) => dataFrame({ type: "error", error: { type: "server_error", message } }),
    malformed: () => 'data: {"type":"speech.audio.delta","audio":"\n\n',
    whole: () => undefined,
  };
}
