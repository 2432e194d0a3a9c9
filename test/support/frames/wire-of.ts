import type {
  Dialect,
  Encoder,
  Generation,
  HttpCall,
  FailedRequest,
} from "../../../src/simulator/dialects/dialect.ts";
import { simulateChoices } from "../../../src/simulator/answer/simulate-choices.ts";
import { bytesOf, joined } from "../../../src/simulator/dialects/frames.ts";

/** The parts of a call that a test sets. */
export interface DialectCall {
  readonly method?: string;
  /** With the query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

const CONTEXT = { seed: "1", models: ["fixed", "hosted-fast"], wallMs: 1_750_000_000_000 };

function callOf({ method = "POST", path, headers = {}, body }: DialectCall): HttpCall {
  const { pathname, searchParams } = new URL(path, "http://simulator");
  return {
    method,
    path: pathname,
    query: searchParams,
    header: (name) => headers[name],
    body: body === undefined ? "" : JSON.stringify(body),
  };
}

/** Returns the immediate response of an endpoint; `undefined` if there is none. */
export function pageOf(dialect: Dialect, httpCall: DialectCall): unknown {
  const route = dialect.route(callOf(httpCall), CONTEXT);
  return route?.kind === "page" ? route.body : undefined;
}

/** Returns the generation of a call. */
export function generationOf(dialect: Dialect, httpCall: DialectCall): Generation {
  const route = dialect.route(callOf(httpCall), CONTEXT);
  if (route?.kind !== "generation") throw new Error(`Nothing is generated at ${httpCall.path}`);
  return route;
}

/** Returns a call that gets an error response. */
export function failedRequestOf(httpCall: DialectCall, retryAfterMs?: number): FailedRequest {
  return { call: callOf(httpCall), id: "sim-1", retryAfterMs };
}

/** Returns the encoder and the bytes of the answer to a call, without a server. */
export function corpusAnswer(
  dialect: Dialect,
  httpCall: DialectCall,
): { readonly encoder: Encoder; readonly bytes: Uint8Array } {
  const generation = generationOf(dialect, httpCall);
  const answer = simulateChoices(generation.request);
  const names = { id: "sim-1", createdAtWallMs: 1_750_000_000_000 };
  const make = () => generation.encoder(answer, names);
  const encoder = make();
  const frames = [
    ...encoder.first(),
    ...answer.tokens.flatMap((token) => encoder.token(token)),
    ...encoder.last(),
  ];
  return { encoder: make(), bytes: bytesOf(joined(frames)) };
}

/** The same as text. */
export function textOn(dialect: Dialect, httpCall: DialectCall): string {
  return new TextDecoder().decode(corpusAnswer(dialect, httpCall).bytes);
}
