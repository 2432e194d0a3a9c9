import OpenAI from "openai";
import { describe, expect, it } from "vitest";

import { systemClock } from "../../../src/clock/index.ts";
import { collect } from "../../../src/events/index.ts";
import { startStream } from "../../../src/lifecycle/index.ts";
import { openAiChat } from "../../../src/providers/index.ts";
import { startSimulatorThread } from "../../../src/simulator/index.ts";
import { seededRandom } from "../../../src/stats/index.ts";
import { listOf } from "../../support/events.ts";
import { echo, simulator } from "../../support/simulator.ts";

const TEXT = "Prose, 漢字かな and 👩‍👩‍👧 emoji.\n\n```ts\nconst x = `1`;\n```\n";

const client = (baseURL: string) => new OpenAI({ apiKey: "any", baseURL, maxRetries: 0 });

const request = (model: string, text = TEXT) => ({
  model,
  messages: [{ role: "user" as const, content: `echo: ${text}` }],
});

const outside = () => ({ clock: systemClock(), random: seededRandom(1) });

describe("startSimulator()", () => {
  it("streams to the official SDK", async () => {
    const { url } = await simulator();
    const stream = await client(url).chat.completions.create({
      ...request("fixed:ttftMs=1,itlMs=0"),
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = await listOf(stream);

    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join("")).toBe(TEXT);
    expect(chunks[0]?.choices[0]?.delta.role).toBe("assistant");
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe("stop");
    expect(chunks.at(-1)).toMatchObject({
      choices: [],
      usage: { completion_tokens: chunks.length - 3 },
    });
  });

  it("sends a whole answer to the official SDK", async () => {
    const { url } = await simulator();
    const answer = await client(url).chat.completions.create({
      ...request("fixed:ttftMs=1,itlMs=0"),
      max_completion_tokens: 3,
    });

    expect(answer.choices[0]).toMatchObject({ finish_reason: "length" });
    expect(answer.usage?.completion_tokens).toBe(3);
  });

  it("lists its profiles as models", async () => {
    const { url } = await simulator();
    const models = await listOf(await client(url).models.list());

    expect(models.map(({ id }) => id)).toContain("hosted-fast");
  });

  it("refuses a limited number of requests, with a retry-after header", async () => {
    const { ask, url } = await simulator();
    const model = "fixed:ttftMs=1,itlMs=0+status@code=429,retryAfterMs=300,times=2";
    const answers = [await ask(request(model)), await ask(request(model))];

    expect(answers.map(({ status }) => status)).toEqual([429, 429]);
    expect(answers[0]?.headers.get("retry-after-ms")).toBe("300");
    const { text } = await collect(
      startStream(openAiChat({ apiKey: "any", baseUrl: url }), request(model), outside()),
    );
    expect(text).toBe(TEXT);
  });

  it.each([
    ["clean", { kind: "truncated" }],
    ["fin", { kind: "failed", failure: { code: "connection-lost" } }],
    ["rst", { kind: "failed", failure: { code: "connection-lost" } }],
  ])("cuts an answer with how=%s", async (how, end) => {
    const { url, truth } = await simulator();
    const provider = openAiChat({ apiKey: "any", baseUrl: url });
    const model = `fixed:ttftMs=1,itlMs=1+cut@after=4,how=${how}`;
    const result = await collect(startStream(provider, request(model, "a b c d e f"), outside()));

    expect(result.text).toBe("a b c d");
    expect(result.end).toMatchObject(end);
    expect(await truth()).toMatchObject([{ state: "cut", tokens: { length: 4 } }]);
  });

  it.each(["bad-crc", "bad-length"])("refuses %s for APIs without checksums", async (fault) => {
    const { ask } = await simulator();
    const answer = await ask({ ...request(`fixed:ttftMs=1+${fault}`), stream: true });

    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("the API must have checksums");
  });

  it("does not call a tool again after its result", async () => {
    const { ask } = await simulator();
    const { messages } = request("fixed", "");
    const answer = await ask({
      model: "fixed:ttftMs=1",
      messages: [
        ...messages.map((message) => ({ ...message, content: "call: get_time {}" })),
        { role: "assistant", content: null, tool_calls: [] },
        { role: "tool", tool_call_id: "1", content: "noon" },
      ],
    });

    expect(await answer.text()).toContain("The tool says: noon");
  });

  it("notices a disconnect and stops the answer", async () => {
    const { url, truth } = await simulator();
    const provider = openAiChat({ apiKey: "any", baseUrl: url });
    const stream = startStream(
      provider,
      { model: "fixed:ttftMs=1,itlMs=20", messages: [{ role: "user", content: "a long story" }] },
      outside(),
    );
    for await (const event of stream) if (event.type === "text-delta") break;
    // The connection is closed; the server is notified in a later turn of the event loop.
    let [record] = await truth();
    while (record?.state === "streaming") [record] = await truth();

    expect(record?.state).toBe("client-left");
    expect(record?.tokens.length).toBeLessThan(20);
  });

  it("records when each token was due and sent, never early", async () => {
    const { ask, truth } = await simulator();
    await (await ask({ ...request("fixed:ttftMs=20,itlMs=5", "a b c"), stream: true })).text();
    const [record] = await truth();

    expect(record?.tokens.map(({ dueUs }) => dueUs)).toEqual([20_000, 25_000, 30_000]);
    for (const { dueUs, sentUs } of record?.tokens ?? [])
      expect(sentUs).toBeGreaterThanOrEqual(dueUs);
  });

  it.each([
    [{ messages: [] }, '"model" must be a string'],
    [{ model: "fixed" }, '"messages" must be a list'],
    [echo("a", { max_tokens: 0 }), "must be a whole number from 1: current value is 0"],
  ])("refuses %j with 400 and a message", async (body, message) => {
    const { ask } = await simulator();
    const response = await ask(body);

    expect(response.status).toBe(400);
    expect(await response.text()).toContain(JSON.stringify(message).slice(1, -1));
  });

  it("refuses models that are not profiles", async () => {
    const { ask, json } = await simulator();
    const response = await ask({ ...echo("a"), model: "gpt-9" });

    expect(response.status).toBe(404);
    expect(await json(response)).toMatchObject({
      error: { code: "model_not_found", message: expect.stringContaining('value is "gpt-9"') },
    });
  });

  it("returns request IDs that depend only on the seed", async () => {
    const idsOf = async ({ ask }: Awaited<ReturnType<typeof simulator>>) => {
      const answers = [await ask(echo("a")), await ask(echo("a")), await ask({})];
      return answers.map(({ headers }) => headers.get("x-request-id"));
    };
    const ids = await idsOf(await simulator({ seed: 5 }));

    expect(new Set(ids).size).toBe(3);
    expect(await idsOf(await simulator({ seed: 5 }))).toEqual(ids);
    expect(await idsOf(await simulator({ seed: 6 }))).not.toEqual(ids);
  });

  it("does not store API keys", async () => {
    const { url, truth } = await simulator();
    const key = "sk-very-secret";
    await new OpenAI({ apiKey: key, baseURL: url }).chat.completions.create(
      request("fixed:ttftMs=1,itlMs=0"),
    );

    expect(JSON.stringify(await truth())).not.toContain(key);
  });
});

describe("startSimulatorThread()", () => {
  it("serves from its own thread until it is closed", async () => {
    const simulated = await startSimulatorThread({ seed: 1 });
    const provider = openAiChat({ apiKey: "any", baseUrl: simulated.url });
    const { text } = await collect(
      startStream(provider, request("fixed:ttftMs=1,itlMs=0"), outside()),
    );
    await simulated.close();

    expect(text).toBe(TEXT);
    await expect(fetch(`${simulated.url}/models`)).rejects.toThrow("fetch failed");
  });
});
