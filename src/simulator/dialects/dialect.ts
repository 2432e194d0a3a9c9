import type { SimulatedRequest } from "../answer/simulated-request.ts";
import type { SimulatedAnswer, SimulatedToken } from "../answer/simulated-answer.ts";

/** One request, independent of sockets: it can come from the same process. */
export interface HttpCall {
  readonly method: string;
  /** Still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  header(name: string): string | undefined;
  /** Empty if there is no body. */
  readonly body: string;
}

/**
 * One provider's API on the server side: routes requests, reads them, and encodes answers.
 *
 * Laws, checked for every dialect by `test/contracts/dialect.ts`:
 * 1. Its adapter decodes exactly the answer: text, reasoning, calls, usage, finish.
 * 2. The provider's official SDK decodes it.
 * 3. Equal answers have equal bytes.
 */
export interface Dialect {
  readonly id: string;
  /** Whether a call's path belongs to this dialect, whether or not the call is valid. */
  claims(call: HttpCall): boolean;
  /**
   * Reads a call; `undefined` if it belongs to another dialect, or there is no such endpoint.
   *
   * @throws {SimulationError} When the call is invalid.
   */
  route(call: HttpCall, context: RouteContext): Route | undefined;
  errorResponse(status: number, message: string, request: FailedRequest): ErrorResponse;
  readonly requestIdHeader: string | undefined;
}

export interface RouteContext {
  /** Used if a request has none. */
  readonly seed: string;
  readonly models: readonly string[];
  /** Milliseconds since 1970. */
  readonly wallMs: number;
}

export interface FailedRequest {
  readonly call: HttpCall;
  readonly id: string;
  readonly retryAfterMs: number | undefined;
  readonly reason?: "context-length" | undefined;
}

export interface ErrorResponse {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export type Route =
  /** An immediate response: a list of models, an embedding. */
  { readonly kind: "page"; readonly body: unknown } | Generation;

export interface Generation {
  readonly kind: "generation";
  readonly request: SimulatedRequest;
  /** Streamed, or sent whole when its last token is due. */
  readonly delivery: "stream" | "whole";
  readonly contentType: string;
  encoder(answer: SimulatedAnswer, identity: AnswerIdentity): Encoder;
}

export interface AnswerIdentity {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly createdAtWallMs: number;
}

/** One event or line. Text is sent as UTF-8. */
export type Frame = string | Uint8Array;

export interface Encoder {
  first(): readonly Frame[];
  token(token: SimulatedToken): readonly Frame[];
  /** Returns the frames after the last token; the last frame marks completion. */
  last(): readonly Frame[];
  error(message: string): Frame;
  /** Returns a frame with a truncated payload, as a broken server sends it. */
  malformed(): Frame;
  whole(): unknown;
}
