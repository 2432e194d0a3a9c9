import { parseJson } from "../../wire/index.ts";
import type { AnswerOrigin } from "../decode/answer-writer.ts";
import type { ChatRequest } from "../request/chat-request.ts";
import type { SdkClients } from "./sdk-clients.ts";
import { isJson, openResponse, sendRequest } from "./send-request.ts";
import { jsonFraming } from "../decode/framing.ts";
import type { Attempt, Capabilities, Provider, ProviderRead } from "../provider.ts";
import type { PayloadDecoder } from "../decode/payload-decoder.ts";
import { answerDecoder } from "../decode/answer-decoder.ts";
import { connectionLost } from "../decode/open-response.ts";
import { streamAnswer } from "../decode/stream-answer.ts";
import { readSdkStream } from "./read-sdk-stream.ts";
import { sseFraming } from "../decode/sse-framing.ts";
import { nonStreamingDecoder } from "../decode/non-streaming-decoder.ts";

/** The return value of an SDK's method: a promise of its decoded answer, which can also return the response. */
interface SdkCall extends PromiseLike<unknown> {
  asResponse(): Promise<Response>;
}

/** The differences between providers whose SDK Stainless generates (OpenAI's, Anthropic's). */
export interface SdkProviderParts<Client> extends SdkClients<Client> {
  readonly id: string;
  readonly capabilities: Capabilities;
  readonly decode: "own" | "sdk";
  call(client: Client, request: ChatRequest, signal: AbortSignal): SdkCall;
  decoder(origin: AnswerOrigin): PayloadDecoder;
  /** Converts a non-streaming answer into the payloads of a stream. */
  chunksOf(payload: unknown, source?: string): readonly unknown[];
  /** Whether an error of the SDK's iterator was sent by the provider in the stream. */
  isSent(error: unknown): boolean;
  readonly requestIdHeader: string;
}

/** A provider whose SDK sends the request. Its answer is decoded here or, for comparison, by the SDK. */
export function sdkProvider<Client>(
  parts: SdkProviderParts<Client>,
): Pick<Provider, "id" | "capabilities" | "stream"> {
  const { id, capabilities, decode, requestIdHeader } = parts;

  const decoderFor = (request: ChatRequest, attempt: Attempt, headers: Headers | undefined) =>
    parts.decoder({
      provider: id,
      model: request.model,
      requestId: headers?.get(requestIdHeader) ?? undefined,
      attempt: attempt.number,
    });

  const own = (request: ChatRequest, attempt: Attempt): AsyncGenerator<ProviderRead> =>
    streamAnswer(attempt, async () => {
      const isWhole = request.stream === false;
      const answer = await openResponse(attempt, parts.endpoint, {
        accepts: isWhole ? jsonFraming.accepts : sseFraming.accepts,
        send: (fetch) =>
          parts.clients.withFetch(fetch, (client) =>
            parts.call(client, request, attempt.signal).asResponse(),
          ),
      });
      const decoder = decoderFor(request, attempt, answer.headers);
      const reader = isWhole
        ? answerDecoder(jsonFraming, nonStreamingDecoder(decoder, parts.chunksOf))
        : answerDecoder(sseFraming, decoder);
      return { answer, reader };
    });

  const bySdk = (request: ChatRequest, attempt: Attempt): AsyncGenerator<ProviderRead> =>
    readSdkStream(attempt, async (signal) => {
      let headers: Headers | undefined;
      /** The body from a server that does not stream; the SDK's iterator would be empty. */
      let whole: string | undefined;
      const answer = await sendRequest(attempt, parts.endpoint, {
        send: (fetch) =>
          parts.clients.withFetch(fetch, async (client): Promise<unknown> =>
            parts.call(client, request, signal),
          ),
        async receive(received) {
          ({ headers } = received);
          if (request.stream === false || !isJson(headers)) return received;
          const { text, rest } = await wholeOrStream(received);
          whole = text;
          return new Response(rest, { headers });
        },
      });
      const decoder = decoderFor(request, attempt, headers);
      const { isSent, endpoint } = parts;
      const shared = { decoder, isSent, secrets: endpoint.secrets };
      if (whole !== undefined) return { ...shared, chunks: asParsed(whole) };
      if (isAsyncIterable(answer)) return { ...shared, chunks: answer };
      return {
        ...shared,
        chunks: asStream(answer),
        decoder: nonStreamingDecoder(decoder, parts.chunksOf),
      };
    });

  return { id, capabilities, stream: decode === "sdk" ? bySdk : own };
}

/** Reads a response that is labelled as JSON: returns its text if it is JSON, else the stream. */
async function wholeOrStream(answer: Response) {
  if (answer.body === null) return { text: undefined, rest: null };
  const [first, rest] = answer.body.tee();
  const reader = first.getReader();
  try {
    const { value } = await reader.read();
    void reader.cancel();
    if (!/^\s*(?:[{[]|$)/u.test(new TextDecoder().decode(value))) return { text: undefined, rest };
    return { text: await new Response(rest).text(), rest: "" };
  } catch (error) {
    throw connectionLost(0, error);
  }
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}

async function* asStream(chunk: unknown): AsyncGenerator {
  yield chunk;
}

async function* asParsed(text: string): AsyncGenerator {
  yield parseJson(text);
}
