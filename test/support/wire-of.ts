import type {
  Dialect,
  Encoder,
  Generation,
  HttpCall,
  FailedRequest,
} from "../../src/simulator/dialects/dialect.ts";
import { simulateChoices } from "../../src/simulator/answer/simulate-choices.ts";
import { bytesOf, joined } from "../../src/simulator/dialects/frames.ts";

/** A call of a dialect; what a test leaves out has defaults. */
export interface AskedCall {
  readonly method?: string;
  /** With the query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

const CONTEXT = { seed: "1", models: ["fixed", "hosted-fast"], wallMs: 1_750_000_000_000 };

function callOf({ method = "POST", path, headers = {}, body }: AskedCall): HttpCall {
  const { pathname, searchParams } = new URL(path, "http://simulator");
  return {
    method,
    path: pathname,
    query: searchParams,
    header: (name) => headers[name],
    body: body === undefined ? "" : JSON.stringify(body),
  };
}

/** What is at a place at once; `undefined` where nothing is. */
export function pageOf(dialect: Dialect, asked: AskedCall): unknown {
  const route = dialect.route(callOf(asked), CONTEXT);
  return route?.kind === "page" ? route.body : undefined;
}

/** What a dialect generates for a call. */
export function generationOf(dialect: Dialect, asked: AskedCall): Generation {
  const route = dialect.route(callOf(asked), CONTEXT);
  if (route?.kind !== "generation") throw new Error(`Nothing is generated at ${asked.path}`);
  return route;
}

/** A call that is refused. */
export function refusedOf(asked: AskedCall, retryAfterMs?: number): FailedRequest {
  return { call: callOf(asked), id: "sim-1", retryAfterMs };
}

/** The answer to a call, ready to be put on the wire, without a server. */
export function corpusAnswer(
  dialect: Dialect,
  asked: AskedCall,
): { readonly encoder: Encoder; readonly bytes: Uint8Array } {
  const generation = generationOf(dialect, asked);
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
export function textOn(dialect: Dialect, asked: AskedCall): string {
  return new TextDecoder().decode(corpusAnswer(dialect, asked).bytes);
}
