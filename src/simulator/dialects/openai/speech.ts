import { encodeBase64 } from "../../../events/index.ts";
import type { SimulatedAnswer } from "../../answer/simulated-answer.ts";
import { spokenAudio, wavHead } from "../../answer/spoken-audio.ts";
import type { Dialect, Encoder } from "../dialect.ts";
import { dataFrame } from "./completion-chunks.ts";
import { openAiDialect } from "./dialect.ts";
import { readSpeechRequest, type SpeechRequest } from "./speech-request.ts";

const CONTENT_TYPES = { pcm: "audio/pcm", wav: "audio/wav" } as const;

/**
 * OpenAI's speech: text as audio, token by token at the times of a model. Sends the bytes of a `pcm` or `wav`
 * stream (24 kHz, 16 bits, one channel), or server-sent events with the same bytes. Words are tones.
 */
export const openAiSpeechDialect: Dialect = openAiDialect({
  id: "openai-speech",
  endpoint: "audio/speech",
  read(body, context) {
    const speech = readSpeechRequest(body, context);
    const { request, format } = speech;
    if (speech.streamFormat === "sse") {
      return {
        request,
        delivery: "stream",
        encoder: (answer) => speechEventsEncoder(speech, answer),
      };
    }
    return {
      request,
      delivery: "stream",
      contentType: CONTENT_TYPES[format],
      encoder: () => audioEncoder(speech),
    };
  },
});

type AudioStyle = Pick<SpeechRequest, "speaker" | "format">;

/** Encodes only the bytes of the audio: an error shows only as a body that ends early. */
function audioEncoder({ speaker, format }: AudioStyle): Encoder {
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

export function speechEventsEncoder(style: AudioStyle, answer: SimulatedAnswer): Encoder {
  const { first, token } = audioEncoder(style);
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
