import type { SimulatedRequest } from "../answer/simulated-request.ts";
import type { SimulatedAnswer, SimulatedToken } from "../answer/simulated-answer.ts";

/** One request, as far as a dialect needs it. Knows no sockets: it may come from the same process. */
export interface HttpCall {
  readonly method: string;
  /** Not decoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  header(name: string): string | undefined;
  /** The body as text; empty where there is none. */
  readonly body: string;
}

/**
 * One provider's wire, from the server's side: which requests it takes, what they ask, and how an answer
 * looks on it.
 *
 * Laws, checked for every dialect by `test/contracts/dialect.ts`:
 * 1. What its adapter reads of an answer is the answer: text, reasoning, calls, usage, finish.
 * 2. The provider's official SDK reads it.
 * 3. The same answer has the same bytes.
 */
export interface Dialect {
  readonly id: string;
  /** Whether a call is for one of this dialect's places, whatever it asks there. */
  claims(call: HttpCall): boolean;
  /**
   * What a call asks; `undefined` where it is none of this dialect's, or there is nothing.
   *
   * @throws {SimulationError} When it is, but cannot be understood: the answer is 400.
   */
  route(call: HttpCall, context: RouteContext): Route | undefined;
  /** The provider's words for an error before the answer. */
  errorResponse(status: number, message: string, refused: FailedRequest): ErrorResponse;
  /** The header in which the provider names a request. */
  readonly requestIdHeader: string | undefined;
}

export interface RouteContext {
  /** Of a request that gives none. */
  readonly seed: string;
  /** The names of models that are listed. */
  readonly models: readonly string[];
  /** Milliseconds since 1970. */
  readonly wallMs: number;
}

/** Which request is refused, and for how long. */
export interface FailedRequest {
  readonly call: HttpCall;
  readonly id: string;
  /** When it may be made again; `undefined` where that is not said. */
  readonly retryAfterMs: number | undefined;
}

/** What a provider says of an error. */
export interface ErrorResponse {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What a call asks for. */
export type Route =
  /** Something that is there at once: a list of models, an embedding. */
  { readonly kind: "page"; readonly body: unknown } | Generation;

/** An answer that is to be generated. */
export interface Generation {
  readonly kind: "generation";
  readonly request: SimulatedRequest;
  /** As it is generated, or whole when its last token is due. */
  readonly delivery: "stream" | "whole";
  /** The content type of a stream. */
  readonly contentType: string;
  encoder(answer: SimulatedAnswer, about: AnswerIdentity): Encoder;
}

/** How an answer is called on the wire. */
export interface AnswerIdentity {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdAtWallMs: number;
}

/** What goes over the wire in one piece: one event, one line. Text is UTF-8. */
export type Frame = string | Uint8Array;

/** Puts one answer on the wire, frame by frame. */
export interface Encoder {
  /** What comes before the first token. */
  first(): readonly Frame[];
  token(token: SimulatedToken): readonly Frame[];
  /** What comes after the last token; the last frame is the sign of completion. */
  last(): readonly Frame[];
  /** An error in the middle of the stream. */
  error(message: string): Frame;
  /** A frame whose payload is cut off, as a broken server sends it. */
  malformed(): Frame;
  /** The whole answer at once. */
  whole(): unknown;
}
