import { readdirSync, readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";

import * as v from "valibot";

import { awsEventStreamFrame } from "../../src/wire/index.ts";
import type { Answer } from "./servers/byte-server.ts";
import { ROOT } from "./rooms.ts";

const tokens = v.optional(v.number());

const stepSchema = v.union([
  v.strictObject({ write: v.string() }),
  v.strictObject({ hex: v.string() }),
  v.strictObject({ awsEvent: v.string(), body: v.unknown() }),
  v.strictObject({ awsException: v.string(), body: v.unknown() }),
  v.strictObject({ sleepMs: v.number() }),
  v.strictObject({ reset: v.literal(true) }),
  v.strictObject({ repeat: v.number(), text: v.string(), everyMs: v.number() }),
]);

const caseSchema = v.strictObject({
  report: v.string(),
  also: v.optional(v.array(v.string())),
  kind: v.string(),
  symptom: v.string(),
  adapter: v.picklist([
    "openai-chat",
    "openai-compatible",
    "openai-responses",
    "anthropic-messages",
    "gemini",
    "ollama-chat",
    "bedrock",
  ]),
  settings: v.optional(
    v.object({ server: v.picklist(["generic", "vllm", "llama.cpp", "mistral"]) }),
  ),
  request: v.optional(v.object({ stream: v.boolean() })),
  retry: v.optional(v.object({ attempts: v.number() })),
  wire: v.strictObject({
    status: v.number(),
    headers: v.record(v.string(), v.string()),
    steps: v.array(stepSchema),
  }),
  decision: v.optional(v.string()),
  expected: v.strictObject({
    end: v.array(v.string()),
    raw: v.optional(v.string()),
    message: v.optional(v.string()),
    text: v.optional(v.string()),
    reasoning: v.optional(v.string()),
    tools: v.optional(
      v.array(
        v.strictObject({
          name: v.string(),
          text: v.optional(v.string()),
          input: v.optional(v.unknown()),
        }),
      ),
    ),
    usage: v.optional(v.strictObject({ in: tokens, out: tokens, source: v.optional(v.string()) })),
    requests: v.optional(v.number()),
  }),
});

/** One answer from a public bug report; see `test/fixtures/reports/README.md`. */
export type ReportCase = v.InferOutput<typeof caseSchema> & { readonly name: string };

type Step = v.InferOutput<typeof stepSchema>;

export function reportCases(): readonly ReportCase[] {
  const folder = join(ROOT, "test/fixtures/reports");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => ({
      name: file.replace(/\.json$/u, ""),
      ...v.parse(caseSchema, JSON.parse(readFileSync(join(folder, file), "utf8"))),
    }));
}

/** Answers every request as in the case. */
export function answerOf({ wire: { status, headers, steps } }: ReportCase): Answer {
  return (_request, response) => {
    response.writeHead(status, headers);
    response.flushHeaders();
    void play(response, steps);
  };
}

async function play(response: ServerResponse, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if (response.destroyed) return;
    if ("sleepMs" in step) {
      await later(step.sleepMs);
    } else if ("reset" in step) {
      // Earlier writes must leave first.
      await later(30);
      response.socket?.resetAndDestroy();
      return;
    } else if ("repeat" in step) {
      for (let time = 0; time < step.repeat && !response.destroyed; time++) {
        response.write(step.text);
        await later(step.everyMs);
      }
    } else {
      response.write(bytesOf(step));
    }
  }
  response.end();
}

type Written = Exclude<Step, { sleepMs: number } | { reset: true } | { repeat: number }>;

function bytesOf(step: Written): Uint8Array {
  if ("write" in step) return Buffer.from(step.write);
  if ("hex" in step) return Buffer.from(step.hex, "hex");
  const type =
    "awsEvent" in step
      ? { ":message-type": "event", ":event-type": step.awsEvent }
      : { ":message-type": "exception", ":exception-type": step.awsException };
  const headers = { ...type, ":content-type": "application/json" };
  return awsEventStreamFrame(headers, Buffer.from(JSON.stringify(step.body)));
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
