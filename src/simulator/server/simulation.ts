import { type Cancel, type Clock, type Instant, instantAfter } from "../../clock/index.ts";
import { isStreamError, messageOf } from "../../events/index.ts";
import { seededRandom } from "../../stats/index.ts";
import { answerAdmin, isAdmin } from "./admin.ts";
import { type PendingRequest, deliver, refuse } from "../delivery/deliver.ts";
import type { Dialect, Generation, HttpCall, Route } from "../dialects/dialect.ts";
import { dialects } from "./dialects.ts";
import { anthropicMessagesDialect } from "../dialects/anthropic/messages.ts";
import { anthropicErrorResponse } from "../dialects/anthropic/error-response.ts";
import type { Fault } from "../settings/fault.ts";
import { streamManager } from "../framework/stream-manager.ts";
import { profiles } from "../settings/profile.ts";
import { realtimeDialect, realtimeModelOf } from "../realtime/dialect.ts";
import { realtimeSession } from "../realtime/session.ts";
import { readFault, readScenario, type ServerRules, splitSettings } from "../settings/scenario.ts";
import { serverMetrics } from "../truth/server-metrics.ts";
import { readSettings } from "../settings/settings.ts";
import { simulateChoices } from "../answer/simulate-choices.ts";
import { SimulationError } from "../simulation-error.ts";
import { sendJson, type Sink } from "../delivery/sink.ts";
import { truthLog, type TruthRecord } from "../truth/truth-log.ts";
import { type WorkerSlot, workerPool } from "../engine/worker-pool.ts";

/** What all requests of one simulated provider share. */
export interface SimulationOptions {
  readonly clock: Clock;
  /** Of all chance; a request's own seed comes before it. */
  readonly seed: number;
  readonly rules?: ServerRules;
  /** Is given the record of every request when it has ended. */
  onRecord?(record: TruthRecord): void;
}

/** A provider without a server: it answers calls from wherever they come. */
export interface Simulation {
  answer(call: HttpCall, sink: Sink, receivedAt: Instant): void;
  /**
   * Opens a session on a connection that stays, as OpenAI's realtime wire has them.
   *
   * @param connection Takes one message a write.
   * @returns Takes one message of the client's; `undefined` where there is no such endpoint.
   */
  converse(call: HttpCall, connection: Sink): ((message: string) => void) | undefined;
}

/** Starts nothing: it answers when it is called. */
export function simulation(options: SimulationOptions): Simulation {
  const { clock, seed, onRecord } = options;
  const metrics = serverMetrics();
  const streams = new Map<string, Cancel>();
  const places = new Map<string, WorkerSlot>();
  const log = truthLog(clock, {
    sent: (token, beforeUs) => metrics.sent(token, beforeUs),
    ended(summary, whole) {
      const { id } = summary;
      streams.delete(id);
      places.get(id)?.leave();
      places.delete(id);
      metrics.ended(summary);
      onRecord?.(whole());
    },
  });
  /** How often each fault with a limit has refused each model name so far. */
  const refusals = new Map<string, number>();
  let rules = options.rules ?? {};
  const framework = streamManager({ clock, rules: () => rules });
  const workers = workerPool({ clock, seed, rules: () => rules });
  let requests = 0;
  let frozenUntil: Instant = clock.now();

  function route(call: HttpCall): { dialect: Dialect; route: Route } | undefined {
    const models = profiles.map(({ id }) => id);
    const context = { seed: `${seed}:${requests + 1}`, models, wallMs: clock.wallMs() };
    for (const dialect of dialects) {
      const found = dialect.route(call, context);
      if (found !== undefined) return { dialect, route: found };
    }
    return undefined;
  }

  function generate(
    { generation, rulesOfCall }: { generation: Generation; rulesOfCall: ServerRules },
    request: PendingRequest,
  ): void {
    if (streams.size >= (rules.maxStreams ?? Infinity)) {
      refuse(request, { code: 429, retryAfterMs: 1_000 }, "Too many requests at once");
      return;
    }
    const { model } = generation.request;
    const { profile } = readScenario(model, rulesOfCall);
    const place = workers.place(generation.request, profile);
    const { cachedTokens } = place;
    places.set(request.truth.id, place);
    const faultSeed = `${seed}:${requests}`;
    const answer = simulateChoices(generation.request, {
      rules: rulesOfCall,
      cachedTokens,
      faultSeed,
    });
    request.truth.asked(answer);
    for (const fault of answer.faults) if (applyRefusalFault({ fault, model }, request)) return;
    const { id } = request.truth;
    streams.set(id, () => undefined);
    const cancel = deliver(generation, answer, { ...request, place });
    // An answer without a token has ended by now.
    if (streams.has(id)) streams.set(id, cancel);
  }

  /** Whether a fault leaves a request without an answer. */
  function applyRefusalFault(
    { fault, model }: { readonly fault: Fault; readonly model: string },
    request: PendingRequest,
  ): boolean {
    switch (fault.kind) {
      case "refuse-connection":
        request.sink.cut("rst");
        request.truth.end("refused");
        return true;
      case "context-length":
        refuse(
          request,
          { code: 400 },
          "This model's maximum context length is exceeded, on request",
        );
        return true;
      case "status":
        if (isSpent(fault, model)) return false;
        refuse(request, fault, "Refused on request");
        return true;
      default:
        return false;
    }
  }

  /** Counts a refusal; whether the fault had refused as many requests before as it may. */
  function isSpent(fault: Extract<Fault, { kind: "status" }>, model: string): boolean {
    if (fault.times === undefined) return false;
    const key = `${model}\n${JSON.stringify(fault)}`;
    const refused = refusals.get(key) ?? 0;
    refusals.set(key, refused + 1);
    return refused >= fault.times;
  }

  /** Takes up a generation: from here on there is a record of it. */
  function begin(
    { call, dialect, model }: { call: HttpCall; dialect: Dialect; model: string },
    sink: Sink,
    receivedAt: Instant,
  ): PendingRequest {
    const id = idOf(seed, ++requests);
    return {
      clock,
      receivedAt,
      sink,
      call,
      dialect,
      truth: log.begin(id, model, receivedAt),
      notBefore: () => frozenUntil,
      freeze,
    };
  }

  function freeze(forMs: number): void {
    frozenUntil = instantAfter(clock.now(), forMs);
  }

  return {
    answer(call, sink, receivedAt) {
      if (isAdmin(call)) {
        answerAdmin(call, sink, {
          log,
          metrics,
          streams,
          workers,
          framework,
          freeze,
          get rules() {
            return rules;
          },
          set rules(changed) {
            rules = changed;
          },
        });
        return;
      }
      let request: PendingRequest | undefined;
      try {
        const found = route(call);
        if (found === undefined) noSuchPage(call, sink, idOf(seed, ++requests));
        else if (found.route.kind === "page") sendJson(sink, 200, found.route.body);
        else {
          const { model } = found.route.request;
          request = begin({ call, dialect: found.dialect, model }, sink, receivedAt);
          const generation = found.route;
          generate({ generation, rulesOfCall: withHeaders(rules, call) }, request);
        }
      } catch (error) {
        request ??= begin({ call, dialect: dialectOf(call), model: "" }, sink, receivedAt);
        refuseFor(error, request);
      }
    },

    converse(call, connection) {
      const model = realtimeModelOf(call);
      if (model === undefined) return undefined;
      return realtimeSession({
        id: idOf(seed, ++requests),
        model,
        connection,
        seed: () => `${seed}:${requests + 1}`,
        generate(generation, sink) {
          const request = begin({ call, dialect: realtimeDialect, model }, sink, clock.now());
          try {
            generate({ generation, rulesOfCall: withHeaders(rules, call) }, request);
          } catch (error) {
            refuseFor(error, request);
          }
          return request.truth.id;
        },
        cancel: (id) => streams.get(id)?.(),
      });
    },
  };
}

/** What fails in the middle of an answer can only be cut off: it must not end the server. */
function refuseOrCut(
  asked: PendingRequest,
  status: { readonly code: number },
  message: string,
): void {
  try {
    refuse(asked, status, message);
  } catch {
    asked.sink.cut("rst");
    asked.truth.end("cut");
  }
}

/** A request may ask for settings and faults by headers, where its model's name is not its own. */
function withHeaders(rules: ServerRules, call: HttpCall): ServerRules {
  const settings = call.header("x-sim-settings") ?? "";
  const faults = (call.header("x-sim-faults") ?? "").split("+").filter((text) => text !== "");
  if (settings === "" && faults.length === 0) return rules;
  return {
    ...rules,
    settings: { ...rules.settings, ...readSettings(splitSettings(settings)) },
    faults: [...(rules.faults ?? []), ...faults.map(readFault)],
  };
}

/** One for each request of a server, and the same for the same seed: ids are part of an answer's bytes. */
function idOf(seed: number, request: number): string {
  const mark = Math.floor(seededRandom(`${seed} request ${request}`)() * 2 ** 32);
  return `sim-${request}-${mark.toString(36)}`;
}

function refuseFor(error: unknown, request: PendingRequest): void {
  refuseOrCut(request, { code: statusOf(error) }, messageOf(error));
}

function statusOf(error: unknown): number {
  if (error instanceof SimulationError) return error.status;
  return isStreamError(error) ? 400 : 500;
}

/** Whose words a call that cannot be understood is refused in. */
function dialectOf(call: HttpCall): Dialect {
  const [first] = dialects;
  const found = dialects.find(({ claims }) => claims(call)) ?? first;
  if (found === undefined) throw new RangeError("Cannot refuse as there must be a dialect");
  return found;
}

function noSuchPage(call: HttpCall, sink: Sink, id: string): void {
  if (anthropicMessagesDialect.claims(call)) {
    const { body } = anthropicErrorResponse(404, "Not found", {
      call,
      id,
      retryAfterMs: undefined,
    });
    sendJson(sink, 404, body);
    return;
  }
  const { method, path } = call;
  const message = `Cannot answer as there is no such endpoint: current value is "${method} ${path}"`;
  sendJson(sink, 404, { error: { message, type: "invalid_request_error" } });
}
