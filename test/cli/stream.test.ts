import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { stream } from "../../src/cli/commands/stream.ts";
import { dig } from "../../src/wire/index.ts";
import {
  type Answer,
  byteServer,
  chatFrames,
  chunk,
  refuses,
  sends,
  sendsAs,
  stallsAfter,
} from "../support/servers/byte-server.ts";
import { type CommandSurroundings, runCommand, startInProcess } from "../support/run-command.ts";

const KEY = "sk-secret-1234567890";

/** Sends a prompt to a server with this answer. */
async function askServer(
  answer: Answer,
  args: readonly string[],
  surroundings: CommandSurroundings = {},
) {
  const server = await byteServer(answer);
  const model = args.includes("--model") ? [] : ["--model", "m"];
  const all = ["Hi", ...model, "--base-url", server.url, "--attempts", "1", ...args];
  return { ...(await runCommand(stream, all, surroundings)), asked: server.latest.body };
}

const hello = sends(...chatFrames("Hello", " there"));

/** A file of that content. */
async function fileOf(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "millrace-stream-")), name);
  await writeFile(path, content);
  return path;
}

const PNG = Buffer.from("89504e470d0a1a0a00", "hex");

describe("millrace stream", () => {
  it("prints the answer to out, and the figures to err", async () => {
    const { status, out, err } = await askServer(hello, []);

    expect({ status, out }).toEqual({ status: 0, out: "Hello there\n" });
    expect(err).toMatch(
      /^stop · tokens: 3 in, 2 out, by the provider\nTTFT [\d.]+ ms \(includes connecting\) · /u,
    );
  });

  it("shows a finish reason that it does not know in the provider's word, and calls it no failure", async () => {
    const answer = sends(
      chunk({ content: "a" }),
      chunk({}, { finish: "some_new_reason" }),
      "data: [DONE]\n\n",
    );
    const { status, err } = await askServer(answer, []);

    expect(status).toBe(0);
    expect(err).toMatch(/^other \(some_new_reason\) · /u);
  });

  it.each([
    [["--model", "other"], { model: "other" }],
    [["--system", "Be brief"], { messages: [{ role: "system", content: "Be brief" }, HI()] }],
    [["--temperature", "0.5"], { temperature: 0.5 }],
    [["--max-tokens", "7"], { max_tokens: 7 }],
    [["--seed", "3"], { seed: 3 }],
    [["--reasoning", "low"], { reasoning_effort: "low" }],
    [["--provider", "openai-compatible-mistral", "--seed", "3"], { random_seed: 3 }],
  ])("sends the provider %j", async (args, body) => {
    const { asked } = await askServer(hello, args, { env: { MISTRAL_API_KEY: KEY } });

    expect(asked).toMatchObject(body);
  });

  it("offers the tools of files, and prints their calls", async () => {
    const parameters = { type: "object", properties: { city: { type: "string" } } };
    const path = await fileOf("tool.json", JSON.stringify({ name: "weather", parameters }));
    const call = { index: 0, id: "c", function: { name: "weather", arguments: '{"city":"Ulm"}' } };
    const answer = sends(
      chunk({ tool_calls: [call] }),
      chunk({}, { finish: "tool_calls" }),
      "data: [DONE]\n\n",
    );
    const { out, asked } = await askServer(answer, ["--tool", path]);

    expect(dig(asked, "tools", 0, "function")).toMatchObject({ name: "weather", parameters });
    expect(out).toBe('→ weather {"city":"Ulm"}\n');
  });

  it("shows images, by what they are and not what they are called", async () => {
    const path = await fileOf("picture.txt", PNG);
    const { asked } = await askServer(hello, ["--image", path]);

    expect(JSON.stringify(asked)).toContain("data:image/png;base64,iVBORw0KGgoA");
  });

  it("sends every image and every tool that is given", async () => {
    const images = await Promise.all(
      [1, 2].map((number) => fileOf("image", Buffer.concat([PNG, Buffer.of(number)]))),
    );
    const tools = await Promise.all(
      ["a", "b"].map((name) => fileOf("tool", JSON.stringify({ name }))),
    );
    const args = [
      ...images.flatMap((path) => ["--image", path]),
      ...tools.flatMap((path) => ["--tool", path]),
    ];
    const { asked } = await askServer(hello, args);

    expect(JSON.stringify(asked).match(/data:image\/png;base64,[\w+/=]+/gu)).toHaveLength(2);
    expect(dig(asked, "tools", 1, "function", "name")).toBe("b");
  });

  it("requests an answer that is not streamed", async () => {
    const message = { role: "assistant", content: "Whole" };
    const whole = { choices: [{ index: 0, message, finish_reason: "stop" }] };
    const answer = sendsAs("application/json", JSON.stringify(whole));
    const { out, asked } = await askServer(answer, ["--no-stream"]);

    expect(out).toBe("Whole\n");
    expect(dig(asked, "stream")).not.toBe(true);
  });

  it("has the answer decoded by the SDK", async () => {
    const { out } = await askServer(hello, ["--decode", "sdk", "--events"]);
    const gemini = ["Hi", "--provider", "gemini", "--decode", "sdk"];
    const refused = await runCommand(stream, gemini, { env: { GEMINI_API_KEY: KEY } });

    expect(out).toContain('"text":"Hello"');
    expect(refused).toMatchObject({ status: 2, out: "" });
  });

  it.each([
    ["--first-token-timeout", sends(), "first-token"],
    ["--idle-timeout", stallsAfter(chunk({ content: "Hel" })), "idle"],
    ["--timeout", stallsAfter(chunk({ content: "Hel" })), "total"],
  ])("keeps %s", async (flag, answer, deadline) => {
    const silent = deadline === "first-token" ? stallsAfter(": hello\n\n") : answer;
    const { status, err } = await askServer(silent, [flag, "100ms"]);

    expect({ status, err }).toEqual({
      status: 1,
      err: `No progress within the ${deadline} deadline of 100 ms\n`,
    });
  });

  it("tries as often as it may", async () => {
    const server = await byteServer(refuses(429, { "retry-after-ms": "1" }), hello);
    const args = ["Hi", "--model", "m", "--base-url", server.url, "--attempts", "2"];
    const { status, out } = await runCommand(stream, args);

    expect({ status, out, requests: server.requests }).toEqual({
      status: 0,
      out: "Hello there\n",
      requests: 2,
    });
  });

  it("prints every event as a line of JSON", async () => {
    const { out } = await askServer(hello, ["--events", "--quiet"]);
    const events = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));

    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index));
    expect(events[0]).toMatchObject({
      type: "stream-start",
      provider: "openai-compatible-generic",
    });
    expect(events.at(-1)).toMatchObject({ type: "stream-end", reason: { kind: "stop" } });
  });

  it("prints one JSON object at the end", async () => {
    const { out, err } = await askServer(hello, ["--json", "--quiet"]);

    expect(err).toBe("");
    expect(JSON.parse(out)).toMatchObject({
      provider: "openai-compatible-generic",
      text: "Hello there",
      end: { kind: "stop" },
      usage: { source: "provider" },
      figures: { ttftMs: expect.any(Number) },
    });
  });

  it("takes the prompt from what is piped in", async () => {
    const server = await byteServer(hello);
    const args = ["-", "--model", "m", "--base-url", server.url];
    await runCommand(stream, args, { input: "Piped\n" });

    expect(server.latest.body).toMatchObject({ messages: [{ content: "Piped" }] });
  });

  it("starts the simulator when it is named", async () => {
    const args = ["echo: Hi", "--provider", "simulator", "--model", "fixed:ttftMs=1,itlMs=1"];
    const { status, out } = await runCommand(stream, args);

    expect({ status, out }).toEqual({ status: 0, out: "Hi\n" });
  });

  it("is stopped by Ctrl-C: it prints what came, and the figures", async () => {
    const model = "fixed:ttftMs=1,itlMs=20";
    const running = startInProcess([
      "stream",
      "hello",
      "--provider",
      "simulator",
      "--model",
      model,
    ]);
    await running.line(/^\S/u);
    running.interrupt();
    const { status, out, err } = await running.ended;

    expect(status).toBe(130);
    expect(out).toMatch(/\S\n$/u);
    expect(err).toMatch(/^aborted \(interrupted\) · tokens: .* by estimate\nTTFT /u);
  });

  it("reports a failed stream in one line, after its text, without the key", async () => {
    const failing = sends(
      chunk({ content: "Hel" }),
      `data: {"error":{"message":"overloaded, ${KEY}\\nmore"}}\n\n`,
    );
    const args = ["--provider", "openai-chat"];
    const { status, out, err } = await askServer(failing, args, { env: { OPENAI_API_KEY: KEY } });

    expect({ status, out, err }).toEqual({
      status: 1,
      out: "Hel\n",
      err: "The provider reported an error in the stream: overloaded, [key]\n",
    });
  });

  it("does not take an answer that was cut off for a whole one", async () => {
    const { status, out, err } = await askServer(sends(chunk({ content: "Hel" })), ["--quiet"]);

    expect({ status, out }).toEqual({ status: 1, out: "Hel\n" });
    expect(err).toContain("The answer was cut off");
  });

  it.each([
    [["--temperature", "x"], "--temperature as it must be a number from 0 to 2"],
    [["--max-tokens", "0"], "--max-tokens as it must be a whole number from 1"],
    [["--reasoning", "much"], "one of none, low, medium, high"],
    [["--idle-timeout", "5"], "a duration such as 500ms, 20s or 2m"],
    [["--decode", "me"], "--decode as it must be one of own, sdk"],
    [["--events", "--json"], "exclude each other"],
    [["again"], "there must be only one"],
    [["--image", "no-such.png"], "there is no such file"],
    [["--provider", "gemni"], 'did you mean "gemini"?'],
    [["--provider", "gemini"], "set GEMINI_API_KEY or GOOGLE_API_KEY"],
    [
      ["--provider", "openai-completions", "--image", import.meta.filename],
      "its signature matches none of these",
    ],
    [[], "--provider simulator starts a simulated one"],
  ])("refuses %j in one line", async (args, message) => {
    const { status, out, err } = await runCommand(stream, ["Hi", ...args]);

    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(message);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });

  it.each([
    ["tool", "tools", '{"name":"t"}'],
    ["image", "images", PNG],
  ])("refuses --%s where the provider takes none", async (flag, what, content) => {
    const path = await fileOf("file", content);
    const env = { OPENAI_API_KEY: KEY };
    const args = ["Hi", "--provider", "openai-completions", `--${flag}`, path];

    expect(await runCommand(stream, args, { env })).toEqual({
      status: 2,
      out: "",
      err: `Cannot use --${flag} as openai-completions does not support ${what}\n`,
    });
  });

  it("refuses an empty prompt", async () => {
    expect(await runCommand(stream, [])).toMatchObject({ status: 2, out: "" });
  });
});

/** The user's turn. */
function HI() {
  return { role: "user", content: "Hi" };
}

describe("millrace stream on a terminal", () => {
  const hostile = sends(...chatFrames("\u001b]0;title\u0007\u009b2J\rgone\u202e", "\tkept\n"));
  const thinking = sends(chunk({ reasoning_content: "Let me\nsee" }), ...chatFrames("Yes"));

  it("makes what it would obey visible", async () => {
    const { out } = await askServer(hostile, [], { isTty: true, env: { NO_COLOR: "1" } });

    expect(out).toBe("␛]0;title␇\ufffd2J␍gone\ufffd\tkept\n");
  });

  it("prints no control character as JSON either", async () => {
    const { out } = await askServer(hostile, ["--json"], { isTty: true });

    expect(out).toContain("\\u009b2J");
    expect(JSON.parse(out).text).toContain("\u009b2J");
  });

  it("leaves the answer as it is where it goes into a file", async () => {
    const { out } = await askServer(hostile, []);

    expect(out).toBe("\u001b]0;title\u0007\u009b2J\rgone\u202e\tkept\n");
  });

  it("shows reasoning dim before the answer", async () => {
    const { out } = await askServer(thinking, [], { isTty: true });

    expect(out).toBe("\u001b[2mLet me\nsee\u001b[22m\nYes\n");
  });

  it.each([
    ["where out is not a terminal", { isTty: false }],
    ["where out takes no colours", { isTty: true, env: { NO_COLOR: "1" } }],
  ])("sends reasoning to err, uncoloured, %s", async (_where, surroundings) => {
    const { out, err } = await askServer(thinking, ["--quiet"], surroundings);

    expect({ out, err }).toEqual({ out: "Yes\n", err: "Let me\nsee\n" });
  });

  it("hides reasoning with --hide-reasoning", async () => {
    const { out, err } = await askServer(thinking, ["--hide-reasoning", "--quiet"]);

    expect({ out, err }).toEqual({ out: "Yes\n", err: "" });
  });
});
