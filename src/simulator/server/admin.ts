import { messageOf } from "../../events/index.ts";
import { asNumber, dig, parseJson } from "../../wire/index.ts";
import type { HttpCall } from "../dialects/dialect.ts";
import { frameworkPages } from "../framework/pages.ts";
import { sendJson, type Sink } from "../delivery/sink.ts";
import { readServerRules } from "../settings/read-server-rules.ts";
import { SimulationError } from "../simulation-error.ts";
import { freeze, type SimulationState } from "./simulation-state.ts";

/** Whether a call is for the simulator itself, not for a provider's API. */
export function isAdmin({ path }: HttpCall): boolean {
  return path.startsWith("/_sim/") || path === "/metrics";
}

type Page = (call: HttpCall, sink: Sink, state: SimulationState) => void;

/** By method and path; `*` matches an ID. */
const pages: Readonly<Record<string, Page>> = {
  "GET /_sim/health": (_call, sink) => sendJson(sink, 200, { ok: true }),
  "GET /_sim/requests": (_call, sink, { log }) => sendJson(sink, 200, log.latest()),
  "GET /_sim/requests/*"({ path }, sink, { log }) {
    const record = log.find(idIn(path));
    sendJson(sink, record === undefined ? 404 : 200, record ?? { error: "no such request" });
  },
  "GET /_sim/config": (_call, sink, { rules }) => sendJson(sink, 200, rules),
  "PUT /_sim/config"({ body }, sink, state) {
    state.rules = readServerRules(parseJson(body));
    sendJson(sink, 200, state.rules);
  },
  "POST /_sim/freeze"({ body }, sink, state) {
    const value = dig(parseJson(body), "forMs");
    const forMs = asNumber(value);
    if (forMs === undefined || forMs < 0) {
      throw new SimulationError(
        `Cannot freeze as forMs must be a number from 0: current value is ${JSON.stringify(value)}`,
      );
    }
    freeze(state, forMs);
    sendJson(sink, 200, { forMs });
  },
  "GET /_sim/streams": (_call, sink, { streams }) => sendJson(sink, 200, [...streams.keys()]),
  "DELETE /_sim/streams"(_call, sink, { streams }) {
    const cancelled = [...streams.keys()];
    for (const cancel of streams.values()) cancel();
    sendJson(sink, 200, cancelled);
  },
  "DELETE /_sim/streams/*"({ path }, sink, { streams }) {
    const cancel = streams.get(idIn(path));
    cancel?.();
    sendJson(sink, cancel === undefined ? 404 : 200, { cancelled: cancel !== undefined });
  },
  "GET /metrics"(_call, sink, { metrics, streams, workers }) {
    sink.head(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" });
    const { waiting, cacheUsage, preemptions } = workers;
    const running = streams.size - waiting;
    sink.write(metrics.text({ running, waiting, cacheUsage, preemptions }));
    sink.end();
  },
};

export function answerAdmin(call: HttpCall, sink: Sink, state: SimulationState): void {
  const { method, path } = call;
  const pattern = path.replace(/^(\/_sim\/(?:framework\/streams|(?!framework\/)\w+)\/).+$/u, "$1*");
  const name = `${method} ${pattern}`;
  const page = pages[name];
  const frameworkPage = frameworkPages[name];
  try {
    if (frameworkPage !== undefined) frameworkPage(call, sink, state.framework);
    else if (page === undefined) sendJson(sink, 404, { error: "no such endpoint" });
    else page(call, sink, state);
  } catch (error) {
    sendJson(sink, 400, { error: messageOf(error) });
  }
}

function idIn(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
