import { type Clock, type Instant, instantAfter } from "../clock/index.ts";
import { isStreamError } from "../events/index.ts";
import { seededRandom } from "../stats/index.ts";
import { type Answering, deliver, refuse } from "./deliver.ts";
import type { Dialect, Generation, HttpCall, Route } from "./dialect.ts";
import { dialects } from "./dialects.ts";
import { profiles } from "./profile.ts";
import { simulateAnswer } from "./simulate-answer.ts";
import { SimulationError } from "./simulation-error.ts";
import type { Sink } from "./sink.ts";
import { type TruthLog, truthLog, type TruthRecord } from "./truth-log.ts";

/** What all requests of one simulated provider share. */
export interface SimulationOptions {
  readonly clock: Clock;
  /** Of all chance; a request's own seed comes before it. */
  readonly seed: number;
  /** Is given the record of every request when it has ended. */
  onRecord?(record: TruthRecord): void;
}

/** A provider without a server: it answers calls from wherever they come. */
export interface Simulation {
  answer(call: HttpCall, sink: Sink, receivedAt: Instant): void;
}

/** Starts nothing: it answers when it is called. */
export function simulation({ clock, seed, onRecord }: SimulationOptions): Simulation {
  const log = truthLog(clock, (record) => onRecord?.(record));
  /** How often each model name has been refused so far. */
  const refusals = new Map<string, number>();
  let requests = 0;
  let frozenUntil: Instant = clock.now();

  function route(call: HttpCall): { dialect: Dialect; route: Route } | undefined {
    const models = profiles.map(({ id }) => id);
    for (const dialect of dialects) {
      const context = { seed: `${seed}:${requests + 1}`, models, wallMs: clock.wallMs() };
      const found = dialect.route(call, context);
      if (found !== undefined) return { dialect, route: found };
    }
    return undefined;
  }

  function generate(generation: Generation, answering: Answering): void {
    const answer = simulateAnswer(generation.request);
    const { model } = generation.request;
    for (const fault of answer.faults) {
      if (fault.kind === "refuse-connection") {
        answering.sink.cut("rst");
        answering.truth.end("refused");
        return;
      }
      if (fault.kind === "context-length") {
        const message = "This model's maximum context length is exceeded, on request";
        refuse(answering, { code: 400 }, message);
        return;
      }
      const refused = refusals.get(model) ?? 0;
      if (fault.kind === "status" && refused < fault.times) {
        refusals.set(model, refused + 1);
        refuse(answering, fault, `Refused on request, ${refused + 1} of ${fault.times} times`);
        return;
      }
    }
    deliver(generation, answer, answering);
  }

  /** Takes up a generation: from here on there is a record of it. */
  function begin(
    { dialect, model }: { dialect: Dialect; model: string },
    sink: Sink,
    receivedAt: Instant,
  ): Answering {
    const id = idOf(seed, ++requests);
    return {
      clock,
      receivedAt,
      sink,
      dialect,
      truth: log.begin(id, model, receivedAt),
      notBefore: () => frozenUntil,
      freeze(forMs) {
        frozenUntil = instantAfter(clock.now(), forMs);
      },
    };
  }

  return {
    answer(call, sink, receivedAt) {
      if (call.path.startsWith("/_sim/")) {
        answerAdmin(call, sink, log);
        return;
      }
      let answering: Answering | undefined;
      try {
        const found = route(call);
        if (found === undefined) noSuchPage(call, sink);
        else if (found.route.kind === "page") json(sink, 200, found.route.body);
        else {
          const { model } = found.route.request;
          answering = begin({ dialect: found.dialect, model }, sink, receivedAt);
          generate(found.route, answering);
        }
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        answering ??= begin({ dialect: dialectOf(call), model: "" }, sink, receivedAt);
        refuse(answering, { code: statusOf(error) }, message);
      }
    },
  };
}

/** One for each request of a server, and the same for the same seed: ids are part of an answer's bytes. */
function idOf(seed: number, request: number): string {
  const mark = Math.floor(seededRandom(`${seed} request ${request}`)() * 2 ** 32);
  return `sim-${request}-${mark.toString(36)}`;
}

function statusOf(error: unknown): number {
  if (error instanceof SimulationError) return error.status;
  return isStreamError(error) ? 400 : 500;
}

/** Whose words a call that cannot be understood is refused in. */
function dialectOf({ path }: HttpCall): Dialect {
  const [first] = dialects;
  const found = dialects.find(({ claims }) => claims(path)) ?? first;
  if (found === undefined) throw new RangeError("Cannot refuse as there must be a dialect");
  return found;
}

function answerAdmin({ method, path }: HttpCall, sink: Sink, log: TruthLog): void {
  const call = `${method} ${path}`;
  if (call === "GET /_sim/health") json(sink, 200, { ok: true });
  else if (call === "GET /_sim/requests") json(sink, 200, log.latest());
  else if (call.startsWith("GET /_sim/requests/")) {
    const record = log.find(path.slice("/_sim/requests/".length));
    json(sink, record === undefined ? 404 : 200, record ?? { error: "no such request" });
  } else json(sink, 404, { error: "no such endpoint" });
}

function noSuchPage({ method, path }: HttpCall, sink: Sink): void {
  const message = `Cannot answer as there is no such endpoint: current value is "${method} ${path}"`;
  json(sink, 404, { error: { message, type: "invalid_request_error" } });
}

function json(sink: Sink, status: number, body: unknown): void {
  sink.head(status, { "content-type": "application/json" });
  sink.write(JSON.stringify(body));
  sink.end();
}
