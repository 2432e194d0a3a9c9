import { once } from "node:events";

import { onTestFinished } from "vitest";
import { type RawData, WebSocket } from "ws";

import type { SimulatorOptions } from "../../src/simulator/index.ts";
import { asText, dig, parseJson } from "../../src/wire/index.ts";
import { simulator } from "./simulator.ts";

/** A realtime session with a simulator, over a raw WebSocket. */
export async function realtime(
  model: string,
  { headers = {}, ...options }: SimulatorOptions & { headers?: Record<string, string> } = {},
) {
  const simulated = await simulator(options);
  const url = new URL(`${simulated.url}/realtime?model=${encodeURIComponent(model)}`);
  url.protocol = "ws:";
  const socket = new WebSocket(url, { headers });
  const events: unknown[] = [];
  const waiting = new Set<() => void>();
  const changed = () => {
    for (const look of waiting) look();
  };
  let isClosed = false;
  socket.on("message", (data: RawData) => {
    const text = Buffer.isBuffer(data) ? data.toString("utf8") : "";
    events.push(isJson(text) ? parseJson(text) : text);
    changed();
  });
  socket.on("close", () => {
    isClosed = true;
    changed();
  });
  socket.on("error", () => undefined);
  onTestFinished(() => socket.terminate());
  await once(socket, "open");

  /** Settles when `holds` is true, or when the connection has closed. */
  const until = (holds: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!isClosed && !holds()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });

  return {
    ...simulated,
    socket,
    events,
    send: (event: object | string) =>
      socket.send(typeof event === "string" ? event : JSON.stringify(event)),
    closed: () => until(() => false),
    /** The first event of a type, past or future. */
    async event(type: string): Promise<unknown> {
      await until(() => events.some((one) => dig(one, "type") === type));
      return events.find((one) => dig(one, "type") === type);
    },
    types: () => events.map((one) => asText(dig(one, "type")) ?? ""),
  };
}

function isJson(text: string): boolean {
  try {
    parseJson(text);
    return true;
  } catch {
    return false;
  }
}

/** A user's text message. */
export const written = (text: string) => ({
  type: "conversation.item.create",
  item: { type: "message", role: "user", content: [{ type: "input_text", text }] },
});

/** A request for a text answer. */
export const answerInText = (rest: object = {}) => ({
  type: "response.create",
  response: { output_modalities: ["text"], ...rest },
});
