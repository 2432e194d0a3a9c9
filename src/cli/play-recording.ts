import {
  type Provider,
  providerCatalogue,
  type Recording,
  replayRecording,
} from "../providers/index.ts";
import { readLimits, requireOneOutput, printAnswer } from "./stream-answer.ts";
import type { ExitStatus } from "./exit.ts";
import type { RequestValues } from "./inputs/request-options.ts";
import type { Terminal } from "./output/terminal.ts";
import { UsageError } from "./inputs/usage-error.ts";

/**
 * Prints a recorded answer at its recorded times, decoded by the current decoder.
 *
 * @throws {UsageError} When the catalogue has no such provider.
 */
export async function playRecording(
  recording: Recording,
  { values, speed }: { readonly values: RequestValues; readonly speed: number },
  terminal: Terminal,
): Promise<ExitStatus> {
  requireOneOutput(values);
  const provider = replayRecording(recording, adapterOf(recording), { speed });
  const request = { model: recording.model, messages: [], stream: !isWhole(recording) };
  const limits = { ...readLimits(values), retry: { attempts: 1 } };
  return printAnswer(values, { provider, request, limits }, terminal);
}

/** The provider that recorded it; its key and base URL are not used. */
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

/** Whether the answer was requested without streaming: it is JSON, and nothing in the request enables streaming. */
function isWhole({ headers, request }: Recording): boolean {
  const isJson = (headers["content-type"] ?? "").startsWith("application/json");
  const isStreamBody = /"stream"\s*:\s*true/u.test(request.body ?? "");
  // Gemini and Bedrock enable it by the last segment of the path; "stream" in a host name means nothing.
  const isStreamPath = /(?::stream\w+|-stream)$/u.test(request.url);
  return isJson && !isStreamBody && !isStreamPath;
}
