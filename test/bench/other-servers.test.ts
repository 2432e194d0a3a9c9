import type { ServerResponse } from "node:http";

import { describe, expect, it } from "vitest";

import { type PlanInput, readPlan, type Run, runPlan } from "../../src/bench/index.ts";
import { headline, makeReport } from "../../src/report/index.ts";
import { describeGate } from "../../src/report/words/gate-finding.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { byteServer, chatFrames, chunk, refuses, sends } from "../support/servers/byte-server.ts";
import { closingServer } from "../support/servers/closing-server.ts";
import { simulator } from "../support/simulator.ts";

const PATIENCE_MS = 30_000;

async function runAgainst(url: string, changes: Partial<PlanInput> = {}): Promise<Run> {
  const provider = { kind: "openai-chat", baseUrl: url };
  const plan = readPlan({
    name: "p",
    arms: [
      { name: "a", provider, model: "m" },
      { name: "b", provider, model: "m", buffer: "word" },
    ],
    pairs: 20,
    warmUp: 4,
    concurrency: 4,
    ...changes,
  });
  const options = { variables: { OPENAI_API_KEY: "sk-1234567890" }, hiccupMs: 0 };
  for await (const event of runPlan(plan, options)) {
    if (event.type === "run-end") return event.run;
  }
  throw new Error("the run has no end");
}

const endsOf = ({ requests }: Run) => Map.groupBy(requests, ({ end }) => end.kind);

describe("runPlan() against another provider's server", { timeout: PATIENCE_MS }, () => {
  it("sends the planned requests and no others", async () => {
    const paths: (string | undefined)[] = [];
    const answer = sends(...chatFrames("Hello"));
    const server = await byteServer((request, response) => {
      paths.push(request.url);
      answer(request, response);
    });
    const { requests } = await runAgainst(server.url);

    expect(requests.map(({ truth }) => truth)).toEqual(Array.from({ length: 44 }, () => undefined));
    expect(new Set(paths)).toEqual(new Set(["/v1/chat/completions"]));
    expect(paths.length).toBe(44);
    expect(server.connections).toBeLessThanOrEqual(4);
  });

  it("fetches the record of each request from a simulator on this machine", async () => {
    const { url } = await simulator();
    const provider = { kind: "openai-chat", baseUrl: url };
    const model = "fixed:ttftMs=1,itlMs=0";
    const arms = ["a", "b"].map((name) => ({ name, provider, model, maxOutputTokens: 3 }));
    const { requests } = await runAgainst(url, { arms, pairs: 2, warmUp: 0 });

    expect(requests.map(({ truth }) => truth?.ttftMs)).not.toContain(undefined);
  });

  it("fails no request because the server closes idle connections", async () => {
    const random = seededRandom(7);
    const server = await closingServer({ kind: "idle", afterMs: () => random() * 20 });
    const run = await runAgainst(server.url, { pairs: 100 });

    expect([...endsOf(run).keys()]).toEqual(["stop"]);
    expect(server.answers).toBe(204);
  });

  it("reports which requests were sent again", async () => {
    const server = await closingServer({ kind: "reused", answers: 3 });
    const { manifest, requests } = await runAgainst(server.url, { concurrency: 1, warmUp: 0 });
    const gate = manifest.validity?.gates.find(({ id }) => id === "idle-connections");

    expect(requests.map(({ end }) => end.kind)).toEqual(Array.from({ length: 40 }, () => "stop"));
    expect(requests.filter(({ resent }) => resent === true).length).toBe(10);
    expect(gate && describeGate(gate)).toMatchObject({
      outcome: "degraded",
      finding: expect.stringMatching(/ of 20 requests in arm ".*" were sent again/u),
    });
  });

  it.each(["live", "replay"] as const)(
    "keeps as many requests under way from the warm-up to the last pair: %s",
    async (mode) => {
      const requests = mode === "live" ? 28 : 18;
      const open: ServerResponse[] = [];
      const underWay: number[] = [];
      // An answer ends when there are four, so a pause at any point would never end.
      const server = await byteServer((_request, response) => {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(chunk({ content: "Hello" }));
        underWay.push(open.push(response));
        const ending = underWay.length === requests ? 4 : Math.max(0, open.length - 3);
        for (const one of open.splice(0, ending)) {
          one.end(`${chunk({}, { finish: "stop" })}data: [DONE]\n\n`);
        }
      });
      await runAgainst(server.url, { mode, pairs: 10, warmUp: 8, concurrency: 4 });

      expect(underWay).toEqual([1, 2, 3, ...Array.from({ length: requests - 3 }, () => 4)]);
    },
  );

  it("draws no conclusion on timing from a server that dies after four answers", async () => {
    const alive = sends(...chatFrames("Hello"));
    const server = await byteServer(alive, alive, alive, alive, refuses(503));
    const run = await runAgainst(server.url, { pairs: 22, warmUp: 0, concurrency: 1 });
    const report = makeReport(run);

    expect(endsOf(run).get("failed")?.length).toBe(40);
    expect(report.conclusions.outcome.kind).toBe("no-conclusion");
    expect(headline(report)).toContain("No conclusion on timing: 40 of 44 requests failed (503)");
    expect(headline(report)).not.toMatch(/equivalent|faster|slower/u);
  });
});
