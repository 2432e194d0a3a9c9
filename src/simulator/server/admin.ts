import { messageOf } from "../../events/index.ts";
import type { Cancel } from "../../clock/index.ts";
import { asNumber, dig, parseJson } from "../../wire/index.ts";
import type { HttpCall } from "../dialects/dialect.ts";
import { frameworkPages } from "../framework/pages.ts";
import type { StreamManager } from "../framework/stream-manager.ts";
import { readServerRules } from "../settings/read-server-rules.ts";
import type { ServerRules } from "../settings/scenario.ts";
import type { ServerMetrics } from "../truth/server-metrics.ts";
import { SimulationError } from "../simulation-error.ts";
import { sendJson, type Sink } from "../delivery/sink.ts";
import type { TruthLog } from "../truth/truth-log.ts";
import type { WorkerPool } from "../engine/worker-pool.ts";

/** What can be seen and changed of a running simulation. */
export interface SimulationState {
  readonly log: TruthLog;
  readonly metrics: ServerMetrics;
  /** What is being answered, by its id, and what ends it. */
  readonly streams: ReadonlyMap<string, Cancel>;
  readonly workers: WorkerPool;
  /** Streams without a provider's wire. */
  readonly framework: StreamManager;
  rules: ServerRules;
  freeze(forMs: number): void;
}

/** Whether a call is none of a provider's. */
export function isAdmin({ path }: HttpCall): boolean {
  return path.startsWith("/_sim/") || path === "/metrics";
}

/** One thing that can be asked: by method and path, where `*` is an id. */
type Page = (call: HttpCall, sink: Sink, administered: SimulationState) => void;

const pages: Readonly<Record<string, Page>> = {
  "GET /_sim/health": (_call, sink) => sendJson(sink, 200, { ok: true }),
  "GET /_sim/requests": (_call, sink, { log }) => sendJson(sink, 200, log.latest()),
  "GET /_sim/requests/*"({ path }, sink, { log }) {
    const record = log.find(idIn(path));
    sendJson(sink, record === undefined ? 404 : 200, record ?? { error: "no such request" });
  },
  "GET /_sim/config": (_call, sink, { rules }) => sendJson(sink, 200, rules),
  "PUT /_sim/config"({ body }, sink, administered) {
    administered.rules = readServerRules(parseJson(body));
    sendJson(sink, 200, administered.rules);
  },
  "POST /_sim/freeze"({ body }, sink, { freeze }) {
    const given = dig(parseJson(body), "forMs");
    const forMs = asNumber(given);
    if (forMs === undefined || forMs < 0) {
      throw new SimulationError(
        `Cannot freeze as forMs must be a number from 0: current value is ${JSON.stringify(given)}`,
      );
    }
    freeze(forMs);
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

/** Answers a call for which {@link isAdmin} holds. */
export function answerAdmin(call: HttpCall, sink: Sink, administered: SimulationState): void {
  const { method, path } = call;
  const pattern = path.replace(/^(\/_sim\/(?:framework\/streams|(?!framework\/)\w+)\/).+$/u, "$1*");
  const name = `${method} ${pattern}`;
  const page = pages[name];
  const frameworkPage = frameworkPages[name];
  try {
    if (frameworkPage !== undefined) frameworkPage(call, sink, administered.framework);
    else if (page === undefined) sendJson(sink, 404, { error: "no such endpoint" });
    else page(call, sink, administered);
  } catch (error) {
    sendJson(sink, 400, { error: messageOf(error) });
  }
}

function idIn(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
