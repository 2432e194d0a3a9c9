import type { Instant } from "../../clock/index.ts";
import { simulateChoices } from "../answer/simulate-choices.ts";
import type { PendingRequest } from "../delivery/active-request.ts";
import { deliver } from "../delivery/deliver.ts";
import { sendJson, type Sink } from "../delivery/sink.ts";
import { anthropicErrorResponse } from "../dialects/anthropic/error-response.ts";
import { anthropicMessagesDialect } from "../dialects/anthropic/messages.ts";
import type { Dialect, Generation, HttpCall, Route } from "../dialects/dialect.ts";
import { realtimeDialect, realtimeModelOf } from "../realtime/dialect.ts";
import { realtimeSession } from "../realtime/session.ts";
import { splitSettings } from "../settings/fault-settings.ts";
import { profiles } from "../settings/profile.ts";
import { readFault, readScenario } from "../settings/scenario.ts";
import type { ServerRules } from "../settings/server-rules.ts";
import { readSettings } from "../settings/settings.ts";
import { answerAdmin, isAdmin } from "./admin.ts";
import { dialects } from "./dialects.ts";
import { refuse, refuseForError } from "./refuse.ts";
import {
  freeze,
  nextRequestId,
  type SimulationOptions,
  type SimulationState,
  simulationState,
} from "./simulation-state.ts";

/** A provider without a server: it answers calls from any transport. */
export function simulation(options: SimulationOptions) {
  const state = simulationState(options);
  const { clock, streams } = state;

  return {
    answer(call: HttpCall, sink: Sink, receivedAt: Instant): void {
      if (isAdmin(call)) {
        answerAdmin(call, sink, state);
        return;
      }
      let request: PendingRequest | undefined;
      try {
        const found = findRoute(state, call);
        if (found === undefined) noSuchEndpoint(call, sink, nextRequestId(state));
        else if (found.route.kind === "page") sendJson(sink, 200, found.route.body);
        else {
          const { dialect, route } = found;
          request = begin(state, { call, dialect, model: route.request.model, sink, receivedAt });
          generate(state, route, request);
        }
      } catch (error) {
        // The error format of the API that the path belongs to.
        const dialect = dialects.find(({ claims }) => claims(call)) ?? anthropicMessagesDialect;
        request ??= begin(state, { call, dialect, model: "", sink, receivedAt });
        refuseForError(error, request);
      }
    },

    /**
     * Opens a session of OpenAI's realtime API on a persistent connection.
     *
     * @param connection Receives one message per write.
     * @returns Handles one client message; `undefined` if the endpoint does not exist.
     */
    converse(call: HttpCall, connection: Sink): ((message: string) => void) | undefined {
      const model = realtimeModelOf(call);
      if (model === undefined) return undefined;
      return realtimeSession({
        id: nextRequestId(state),
        model,
        connection,
        seed: () => nextSeed(state),
        generate(generation, sink) {
          const about = { call, dialect: realtimeDialect, model, sink, receivedAt: clock.now() };
          const request = begin(state, about);
          try {
            generate(state, generation, request);
          } catch (error) {
            refuseForError(error, request);
          }
          return request.truth.id;
        },
        cancel: (id) => streams.get(id)?.(),
      });
    },
  };
}

function findRoute(
  state: SimulationState,
  call: HttpCall,
): { readonly dialect: Dialect; readonly route: Route } | undefined {
  const models = profiles.map(({ id }) => id);
  const context = { seed: nextSeed(state), models, wallMs: state.clock.wallMs() };
  for (const dialect of dialects) {
    const route = dialect.route(call, context);
    if (route !== undefined) return { dialect, route };
  }
  return undefined;
}

/** Seed of the next request, for requests without their own. */
function nextSeed({ seed, requestCount }: SimulationState): string {
  return `${seed}:${requestCount + 1}`;
}

function begin(
  state: SimulationState,
  {
    model,
    ...about
  }: { readonly model: string } & Pick<PendingRequest, "call" | "dialect" | "sink" | "receivedAt">,
): PendingRequest {
  return {
    ...about,
    clock: state.clock,
    truth: state.log.begin(nextRequestId(state), model, about.receivedAt),
    notBefore: () => state.frozenUntil,
    freeze: (forMs) => freeze(state, forMs),
  };
}

/** Answers a request, or refuses it because of a limit or a fault. */
function generate(state: SimulationState, generation: Generation, pending: PendingRequest): void {
  const { streams, slots, workers, seed, requestCount } = state;
  const { truth, call } = pending;
  const rules = withHeaders(state.rules, call);
  if (streams.size >= (state.rules.maxStreams ?? Infinity)) {
    refuse(pending, { code: 429, retryAfterMs: 1_000 }, "Too many requests at once");
    return;
  }
  const { model } = generation.request;
  const scenario = readScenario(model, rules);
  const slot = workers.assign(generation.request, scenario.profile);
  slots.set(truth.id, slot);
  const { cachedTokens } = slot;
  const faultSeed = `${seed}:${requestCount}`;
  const answer = simulateChoices(generation.request, { rules, scenario, cachedTokens, faultSeed });
  truth.planned(answer);
  if (answer.faults.some((fault) => state.refusedBy(fault, model, pending))) return;
  streams.set(truth.id, () => undefined);
  const cancel = deliver(generation, answer, { ...pending, slot });
  // An answer without tokens has ended already.
  if (streams.has(truth.id)) streams.set(truth.id, cancel);
}

/** Adds the settings and faults in the headers, for clients that cannot choose the model name. */
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

function noSuchEndpoint(call: HttpCall, sink: Sink, id: string): void {
  if (anthropicMessagesDialect.claims(call)) {
    const failed = { call, id, retryAfterMs: undefined };
    sendJson(sink, 404, anthropicErrorResponse(404, "Not found", failed).body);
    return;
  }
  const { method, path } = call;
  const message = `Cannot answer as there is no such endpoint: current value is "${method} ${path}"`;
  sendJson(sink, 404, { error: { message, type: "invalid_request_error" } });
}
