import type { Chunk } from "../../support/servers/byte-server.ts";

/** A line of Ollama's stream. */
export const line = (value: unknown): string => `${JSON.stringify(value)}\n`;

const base = { model: "m-1", created_at: "2026-11-21T08:00:00.123456Z" };

/** A line of `/api/chat`. */
export const chatLine = (message: Readonly<Record<string, unknown>>): string =>
  line({ ...base, message: { role: "assistant", content: "", ...message }, done: false });

/** A line of `/api/generate`. */
export const generateLine = (rest: Readonly<Record<string, unknown>>): string =>
  line({ ...base, response: "", ...rest, done: false });

/** The last line of both endpoints. */
export const doneLine = (rest: Readonly<Record<string, unknown>> = {}): string =>
  line({
    ...base,
    message: { role: "assistant", content: "" },
    response: "",
    done: true,
    done_reason: "stop",
    total_duration: 5_000_000,
    prompt_eval_count: 3,
    eval_count: 4,
    ...rest,
  });

export const MALFORMED: Chunk = '{"model":"m-1","message":\n';

export const OVERLOADED: Chunk = line({ error: "the model is overloaded" });
