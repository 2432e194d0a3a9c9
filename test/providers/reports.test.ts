import { describe, expect, it } from "vitest";

import { systemClock } from "../../src/clock/index.ts";
import { collect, type Collected, describeFailure } from "../../src/events/index.ts";
import { startStream } from "../../src/lifecycle/index.ts";
import {
  anthropicMessages,
  bedrock,
  gemini,
  ollamaChat,
  openAiChat,
  openAiCompatible,
  openAiResponses,
  type Provider,
} from "../../src/providers/index.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { expectLawfulStream } from "../contracts/event-stream.ts";
import { byteServer } from "../support/servers/byte-server.ts";
import { listOf } from "../support/events.ts";
import { answerOf, type ReportCase, reportCases } from "../support/report-cases.ts";

const apiKey = "k-123456";

/** @param origin The server's URL without a path. */
function providerFor({ adapter, settings }: ReportCase, origin: string): Provider {
  const baseUrl = `${origin}/v1`;
  switch (adapter) {
    case "openai-chat":
      return openAiChat({ apiKey, baseUrl });
    case "openai-compatible":
      return openAiCompatible({ server: settings?.server ?? "generic", apiKey, baseUrl });
    case "openai-responses":
      return openAiResponses({ apiKey, baseUrl });
    case "anthropic-messages":
      return anthropicMessages({ apiKey, baseUrl: origin });
    case "gemini":
      return gemini({ apiKey, baseUrl: `${origin}/v1beta` });
    case "ollama-chat":
      return ollamaChat({ baseUrl: origin });
    case "bedrock":
      return bedrock({ apiKey, baseUrl: origin, region: "eu-central-1" });
  }
}

interface Outcome extends Collected {
  readonly requests: number;
}

async function played(report: ReportCase): Promise<Outcome> {
  const server = await byteServer(answerOf(report));
  const stream = startStream(
    providerFor(report, new URL(server.url).origin),
    { model: "m-1", messages: [{ role: "user", content: "Hi" }], ...report.request },
    {
      clock: systemClock(),
      random: seededRandom(1),
      retry: { baseMs: 1, ...report.retry },
      deadlines: { firstTokenMs: 10_000, idleMs: 10_000, totalMs: 20_000 },
    },
  );
  const events = await listOf(stream);
  expectLawfulStream(events);
  return { ...(await collect(events)), requests: server.requests };
}

/** The parts of the outcome that a case specifies. */
function outcomeAs({ expected }: ReportCase, outcome: Outcome): Readonly<Record<string, unknown>> {
  const { text, reasoning, usage, end, requests } = outcome;
  const known = {
    end: expected.end.includes(end?.kind ?? "none") ? expected.end : [end?.kind],
    raw: end?.raw,
    message: messageAs(expected.message, end),
    text,
    reasoning,
    tools: callsAs(expected.tools, outcome),
    usage: { in: usage?.inputTokens.total, out: usage?.outputTokens.total, source: usage?.source },
    requests,
  };
  return Object.fromEntries(
    Object.entries(known).filter(([name]) => Object.hasOwn(expected, name)),
  );
}

function messageAs(expected: string | undefined, end: Collected["end"]): string | undefined {
  const message = end?.kind === "failed" ? describeFailure(end.failure) : "";
  return expected !== undefined && message.includes(expected) ? expected : message;
}

function callsAs(expected: ReportCase["expected"]["tools"], { toolCalls }: Outcome) {
  return toolCalls.map(({ name, text, input }, index) => ({
    name,
    ...(expected?.[index]?.text === undefined ? {} : { text }),
    ...(expected?.[index]?.input === undefined ? {} : { input: input ?? null }),
  }));
}

const cases = reportCases();

describe("adapters with answers from public bug reports", () => {
  it.each(cases)("$name: $report", async (report) => {
    const outcome = await played(report);

    expect(outcomeAs(report, outcome)).toMatchObject(report.expected);
  });
});
