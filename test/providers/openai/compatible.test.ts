import { describe, expect, it, onTestFinished, vi } from "vitest";

import {
  type Capabilities,
  type ChatRequest,
  type CompatibleServer,
  openAiCompatible,
  type OpenAiCompatibleSettings,
  type ServerTraits,
} from "../../../src/providers/index.ts";
import { SERVER_TRAITS } from "../../../src/providers/openai/server-traits.ts";
import { dig } from "../../../src/wire/index.ts";
import { itObeysTheProviderLaws } from "../../contracts/provider.ts";
import {
  answerFrom,
  casesOf,
  itObeysTheWireLaws,
  KEY,
  REQUEST,
  type Wire,
} from "../../contracts/wire-provider.ts";
import {
  byteServer,
  chatFrames,
  chunk,
  sends,
  sendsAs,
} from "../../support/servers/byte-server.ts";
import { listOf } from "../../support/events.ts";
import { sourceOf } from "../../support/rooms.ts";
import { attempt, sentBy } from "./openai-support.ts";

const frame = (payload: unknown) => `data: ${JSON.stringify(payload)}\n\n`;

const at = (server: CompatibleServer, baseUrl: string) =>
  server === "azure"
    ? openAiCompatible({ server, baseUrl, apiKey: KEY, apiVersion: "2024-10-21" })
    : openAiCompatible({ server, baseUrl, apiKey: KEY });

const wireOf = (server: CompatibleServer): Wire => ({
  create: (baseUrl) => at(server, baseUrl),
  contentType: "text/event-stream",
  answer: chatFrames("Hello ", "漢字 ", "👍", "!"),
  beginning: [chunk({ content: "Hel" })],
  malformed: 'data: {"choices":[\n\n',
  error: 'data: {"error":{"message":"overloaded","type":"busy"}}\n\n',
});

/** What a server is sent beside model, messages and `stream`. */
async function fieldsFor(server: CompatibleServer, request: Partial<ChatRequest>) {
  const { body } = await sentBy((baseUrl) => at(server, baseUrl), { ...REQUEST, ...request });
  return body;
}

describe("openAiCompatible()", () => {
  itObeysTheProviderLaws(casesOf(wireOf("vllm")));
  itObeysTheWireLaws(wireOf("vllm"));

  it.each<[CompatibleServer, Partial<Capabilities>]>([
    ["generic", {}],
    ["vllm", { resume: "prefill" }],
    ["llama.cpp", { resume: "prefill" }],
    ["lm-studio", {}],
    ["ollama", { tools: "whole" }],
    ["mistral", { resume: "prefill", usage: "always", tools: "whole" }],
    ["deepseek", { images: false, seed: false }],
    ["azure", {}],
  ])("knows the capabilities of %s", (server, special) => {
    const { id, capabilities } = at(server, "http://127.0.0.1:9/v1");

    expect(id).toBe(`openai-compatible-${server}`);
    expect(capabilities).toEqual({
      resume: "continuation",
      usage: "on-request",
      tools: "deltas",
      reasoning: "text",
      images: true,
      seed: true,
      ...special,
    });
  });

  it.each([
    ["generic", { max_tokens: 9, seed: 7, stream_options: { include_usage: true } }],
    ["mistral", { max_tokens: 9, random_seed: 7 }],
    ["deepseek", { max_tokens: 9, stream_options: { include_usage: true } }],
    ["azure", { max_completion_tokens: 9, seed: 7, stream_options: { include_usage: true } }],
  ] as const)("sends only supported fields to %s", async (server, fields) => {
    expect(await fieldsFor(server, { maxOutputTokens: 9, seed: 7 })).toEqual({
      model: "m",
      messages: REQUEST.messages,
      stream: true,
      ...fields,
    });
  });

  it.each([
    ["generic", "high", { reasoning_effort: "high" }],
    [
      "vllm",
      "high",
      {
        reasoning_effort: "high",
        chat_template_kwargs: { enable_thinking: true, reasoning_effort: "high" },
      },
    ],
    ["llama.cpp", "none", { chat_template_kwargs: { enable_thinking: false } }],
    ["deepseek", "low", { thinking: { type: "enabled" }, reasoning_effort: "low" }],
    ["deepseek", "none", { thinking: { type: "disabled" } }],
  ] as const)(
    "sends %s the reasoning effort %s in its own fields",
    async (server, reasoning, fields) => {
      expect(await fieldsFor(server, { reasoning })).toMatchObject(fields);
    },
  );

  it("sends Mistral no reasoning effort, which it could refuse", async () => {
    expect(await fieldsFor("mistral", { reasoning: "high" })).toEqual({
      model: "m",
      messages: REQUEST.messages,
      stream: true,
    });
  });

  const tools = ["a", "b"].map((name) => ({ name, parameters: { type: "object" } }));

  it.each(["generic", "vllm", "mistral", "azure"] as const)(
    "chooses a tool of %s by its name",
    async (server) => {
      expect(await fieldsFor(server, { tools, toolChoice: { name: "b" } })).toMatchObject({
        tools: [{ function: tools[0] }, { function: tools[1] }],
        tool_choice: { type: "function", function: { name: "b" } },
      });
    },
  );

  it.each(["llama.cpp", "lm-studio", "ollama"] as const)(
    "chooses a tool of %s by offering no other",
    async (server) => {
      expect(await fieldsFor(server, { tools, toolChoice: { name: "b" } })).toMatchObject({
        tools: [{ function: tools[1] }],
        tool_choice: "required",
      });
    },
  );

  it("lets settings override the table", async () => {
    const create = (baseUrl: string) =>
      openAiCompatible({
        server: "generic",
        baseUrl,
        traits: { usage: "never", prefill: "last-message", seed: "none" },
      });
    const { body } = await sentBy(create, { ...REQUEST, seed: 7 });

    expect(create("http://127.0.0.1:9").capabilities).toMatchObject({
      resume: "prefill",
      usage: "never",
      seed: false,
    });
    expect(body).toEqual({ model: "m", messages: REQUEST.messages, stream: true });
  });

  it("sends no key and no account without an API key", async () => {
    vi.stubEnv("OPENAI_ORG_ID", "org-1");
    vi.stubEnv("OPENAI_ADMIN_KEY", "sk-admin");
    onTestFinished(() => void vi.unstubAllEnvs());
    const create = (baseUrl: string) => openAiCompatible({ server: "llama.cpp", baseUrl });
    const { headers } = await sentBy(create, REQUEST);

    expect(headers).not.toHaveProperty("authorization");
    expect(headers).not.toHaveProperty("openai-organization");
    expect(JSON.stringify(headers)).not.toContain("sk-admin");
  });

  it("lists the models of a server", async () => {
    const list = sendsAs("application/json", JSON.stringify({ data: [{ id: "qwen" }] }));
    const { listModels } = at("lm-studio", (await byteServer(list)).url);

    expect(await listModels?.(attempt())).toEqual(["qwen"]);
  });
});

describe("openAiCompatible()'s table", () => {
  const words = (server: string, traits: ServerTraits) => {
    const code = (word: string) => `\`${word}\``;
    const { prefill, reasoning, seed } = traits;
    const begun = { none: "cannot be continued", "last-message": "as the last message" };
    const usage = { "on-request": "on request", always: "always", never: "never" };
    return [
      code(server),
      code(traits.maxTokens),
      prefill === "none" || prefill === "last-message" ? begun[prefill] : code(prefill),
      reasoning === "none" ? "not supported" : code(reasoning),
      seed === "none" ? seed : code(seed),
      traits.toolChoice.replace("-", " "),
      traits.tools,
      traits.images ? "yes" : "no",
      usage[traits.usage],
    ];
  };

  it("matches the traits", () => {
    const rows = sourceOf("src/providers/openai/compatible.ts")
      .split("\n")
      .filter((line) => line.startsWith(" * | `"))
      .map((line) =>
        line
          .split("|")
          .slice(1, -1)
          .map((cell) => cell.trim()),
      );

    expect(rows).toEqual(
      Object.entries(SERVER_TRAITS).map(([server, traits]) => words(server, traits)),
    );
  });
});

describe("openAiCompatible() with the prefix of an answer", () => {
  const messages = [
    { role: "user", content: "Hi" },
    { role: "assistant", content: "Hel" },
  ] as const;

  it("makes vLLM continue without reasoning again", async () => {
    expect(await fieldsFor("vllm", { messages, reasoning: "high" })).toEqual({
      model: "m",
      messages,
      stream: true,
      stream_options: { include_usage: true },
      continue_final_message: true,
      add_generation_prompt: false,
      chat_template_kwargs: { enable_thinking: false },
    });
  });

  it("makes llama.cpp, which continues by default, not reason again", async () => {
    expect(await fieldsFor("llama.cpp", { messages })).toMatchObject({
      messages,
      chat_template_kwargs: { enable_thinking: false },
    });
  });

  it("marks the message for Mistral", async () => {
    expect(await fieldsFor("mistral", { messages })).toMatchObject({
      messages: [messages[0], { ...messages[1], prefix: true }],
    });
  });

  it.each([
    ["/beta", "prefill", [messages[0], { ...messages[1], prefix: true }]],
    ["", "continuation", messages],
  ])("marks it for DeepSeek if the endpoint supports it: at %j", async (path, resume, sent) => {
    const create = (baseUrl: string) => at("deepseek", `${baseUrl}${path}`);
    const { body } = await sentBy(create, { model: "m", messages });

    expect(create("http://127.0.0.1:9").capabilities.resume).toBe(resume);
    expect(dig(body, "messages")).toEqual(sent);
  });

  it("does not treat a call as a prefix", async () => {
    const call = { id: "t1", name: "f", text: "{}" };
    const called = [...messages.slice(0, 1), { ...messages[1], toolCalls: [call] }];

    expect(await fieldsFor("vllm", { messages: called })).not.toHaveProperty(
      "continue_final_message",
    );
  });
});

describe("openAiCompatible() at Azure", () => {
  itObeysTheProviderLaws(casesOf(wireOf("azure")));

  const azure = (baseUrl: string, deployment?: string) =>
    openAiCompatible({
      server: "azure",
      baseUrl,
      apiKey: KEY,
      apiVersion: "2024-10-21",
      ...(deployment === undefined ? {} : { deployment }),
    });

  it("calls the deployment with the version and Azure's header", async () => {
    const { path, headers } = await sentBy((baseUrl) => azure(baseUrl, "mine"), REQUEST);

    expect(path).toBe("/v1/openai/deployments/mine/chat/completions?api-version=2024-10-21");
    expect(headers["api-key"]).toBe(KEY);
    expect(headers).not.toHaveProperty("authorization");
  });

  it.each(["", "/", "/openai", "/openai/"])(
    "takes the model for the deployment, at an endpoint with %j",
    async (end) => {
      const { path } = await sentBy((baseUrl) => azure(`${baseUrl}${end}`), REQUEST);

      expect(path).toBe("/v1/openai/deployments/m/chat/completions?api-version=2024-10-21");
    },
  );

  it("reads the model from the second chunk", async () => {
    const first = frame({
      choices: [],
      created: 0,
      id: "",
      model: "",
      object: "",
      prompt_filter_results: [{ prompt_index: 0, content_filter_results: {} }],
    });
    const { url } = await byteServer(sends(first, ...chatFrames("a")));
    const [start] = (await listOf(azure(url).stream(REQUEST, attempt()))).flatMap(
      ({ events }) => events,
    );

    expect(start).toMatchObject({ type: "stream-start", model: "m-1", requestId: "req-1" });
  });

  it("reports a filtered answer", async () => {
    const wire = wireOf("azure");
    const { end } = await answerFrom(wire, sends(chunk({}, { finish: "content_filter" })));

    expect(end).toEqual({ kind: "content-filter", raw: "content_filter" });
  });

  it("has no list of models", () => {
    expect(azure("http://127.0.0.1:9")).not.toHaveProperty("listModels");
  });
});

describe("openAiCompatible()'s settings", () => {
  const baseUrl = "http://127.0.0.1:8000/v1";

  it.each<[unknown, string]>([
    [{ server: "vlm", baseUrl }, "server must be one of generic, vllm, llama.cpp, lm-studio"],
    [{ server: "toString", baseUrl }, 'current value is "toString"'],
    [{ baseUrl }, 'current value is "undefined"'],
    [{ server: "vllm", baseUrl: "localhost:8000" }, 'current value is "localhost:8000"'],
    [{ server: "vllm" }, "must be an http or https URL"],
    [{ server: "vllm", baseUrl, apiKey: "" }, "omit it for servers without authentication"],
    [{ server: "azure", baseUrl, apiVersion: "v" }, "set AZURE_OPENAI_API_KEY"],
    [
      { server: "azure", baseUrl, apiKey: "k" },
      'apiVersion must be a version such as 2024-10-21: current value is "undefined"',
    ],
  ])("are refused if they are %j", (settings, message) => {
    // JavaScript callers can pass these despite the types.
    const made = () => Reflect.apply(openAiCompatible, undefined, [settings]);

    expect(made).toThrow(TypeError);
    expect(made).toThrow(message);
  });

  it("have types that depend on the server", () => {
    const settings: OpenAiCompatibleSettings = { server: "ollama", baseUrl };

    expect(openAiCompatible(settings).id).toBe("openai-compatible-ollama");
  });
});
