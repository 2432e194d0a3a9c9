import { describe, expect, it } from "vitest";

import { collect } from "../../src/events/index.ts";
import { stream } from "../../src/lifecycle/index.ts";
import type { ChatRequest, Provider } from "../../src/providers/index.ts";

/** A provider that answers at once with these texts. */
function providerOf(answer: (request: ChatRequest, number: number) => readonly string[]): Provider {
  return {
    id: "p",
    capabilities: {
      resume: "continuation",
      usage: "never",
      tools: "none",
      reasoning: "none",
      images: false,
      seed: false,
    },
    async *stream(request, { clock, number }) {
      const deltas = answer(request, number).map(
        (text) => ({ type: "text-delta", block: "0", text }) as const,
      );
      const end = { type: "stream-end", reason: { kind: "stop", raw: undefined } } as const;
      yield { at: clock.now(), sizeBytes: 0, events: [...deltas, end] };
    },
  };
}

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
    const provider = providerOf((given) => {
      sent = given;
      return [];
    });
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

  it.each([
    [undefined, "undefined"],
    [42, "42"],
    [{ role: "user" }, '{"role":"user"}'],
    [["Hi"], '["Hi"]'],
  ])("rejects the prompt %j with the reason", (prompt, shown) => {
    expect(() => Reflect.apply(stream, undefined, [prompt])).toThrow(
      new TypeError(
        `Cannot stream an answer as the prompt must be text or a list of messages: current value is ${shown}`,
      ),
    );
  });

  it("knows its prompt, and can be requested again", async () => {
    let requests = 0;
    const provider = providerOf((request, number) => {
      requests++;
      return [`${request.messages.length} ${number} ${requests}`];
    });
    const messages = [
      { role: "user", content: "First" },
      { role: "assistant", content: "Yes" },
      { role: "user", content: "Second" },
    ] as const;
    const first = stream(messages, { provider });
    const second = first.again();

    expect([first.prompt, second.prompt]).toEqual(["Second", "Second"]);
    expect([await collect(first), await collect(second)]).toMatchObject([
      { text: "3 1 1" },
      { text: "3 1 2" },
    ]);
  });
});
