import {
  type Provider,
  providerCatalogue,
  type Recording,
  replayRecording,
} from "../providers/index.ts";
import { readLimits, requireOneOutput, showAnswer } from "./stream-answer.ts";
import type { ExitStatus } from "./exit.ts";
import type { RequestValues } from "./inputs/request-options.ts";
import type { Terminal } from "./output/terminal.ts";
import { UsageError } from "./inputs/usage-error.ts";

/**
 * Shows a recorded answer as today's decoder reads it, at the recorded times.
 *
 * @throws {UsageError} When nobody here reads that provider's answers.
 */
export async function playRecording(
  recording: Recording,
  { values, speed }: { readonly values: RequestValues; readonly speed: number },
  terminal: Terminal,
): Promise<ExitStatus> {
  requireOneOutput(values);
  const provider = replayRecording(recording, adapterOf(recording), { speed });
  const request = {
    model: recording.model,
    messages: [],
    ...(isWhole(recording) ? { stream: false } : {}),
  };
  const limits = { ...readLimits(values), retry: { attempts: 1 } };
  return showAnswer(values, { provider, request, limits }, terminal);
}

/** An adapter of the same wire; what it is told of keys and places goes nowhere. */
function adapterOf({ provider: id }: Recording): Provider {
  const settings = {
    apiKey: "none",
    baseUrl: "http://127.0.0.1",
    environment: { AWS_REGION: "us-east-1" },
  };
  for (const entry of providerCatalogue) {
    const provider = entry.create(settings);
    if (provider.id === id) return provider;
  }
  throw new UsageError(
    `Cannot play the recording as its provider must be in millrace providers: current value is "${id}"`,
  );
}

/** Whether the answer was asked for in one piece: JSON, and nothing in the request asks for a stream. */
function isWhole({ headers, request }: Recording): boolean {
  const isJson = (headers["content-type"] ?? "").startsWith("application/json");
  const asksForStream = /"stream"\s*:\s*true/u.test(request.body ?? "");
  // Gemini and Bedrock ask by the path's last word; "stream" in a host's name says nothing.
  const isStreamPath = /(?::stream\w+|-stream)$/u.test(request.url);
  return isJson && !asksForStream && !isStreamPath;
}
