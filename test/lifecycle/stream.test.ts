import { describe, expect, it } from "vitest";

import { collect } from "../../src/events/index.ts";
import { stream } from "../../src/lifecycle/index.ts";
import type { ChatRequest, Provider } from "../../src/providers/index.ts";

describe("stream()", () => {
  it("passes on all fields of a request", async () => {
    const request: Required<Omit<ChatRequest, "messages">> = {
      model: "m",
      tools: [{ name: "t", parameters: {} }],
      toolChoice: "required",
      reasoning: "low",
      temperature: 0,
      maxOutputTokens: 5,
      stop: ["."],
      seed: 0,
      stream: false,
    };
    let sent: ChatRequest | undefined;
    const provider: Provider = {
      id: "p",
      capabilities: {
        resume: "continuation",
        usage: "never",
        tools: "none",
        reasoning: "none",
        images: false,
        seed: false,
      },
      async *stream(given, { clock }) {
        sent = given;
        yield { at: clock.now(), sizeBytes: 0, events: [] };
      },
    };
    await collect(stream("Hi", { ...request, provider }));

    expect(sent).toEqual({ ...request, messages: [{ role: "user", content: "Hi" }] });
  });

  it("sends to a provider by its name, through the caller's fetch", async () => {
    let url = "";
    const answer = stream("Hi", {
      provider: "anthropic-messages",
      environment: { ANTHROPIC_API_KEY: "k" },
      retry: { attempts: 1 },
      fetch: async (input) => {
        url = input instanceof Request ? input.url : String(input);
        return new Response("no", { status: 400 });
      },
    });
    const { end } = await collect(answer);

    expect(url).toBe("https://api.anthropic.com/v1/messages");
    expect(end).toMatchObject({ kind: "failed", failure: { status: 400 } });
  });
});
