import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { asList, asText, dig } from "../../src/wire/index.ts";
import { runInProcess, startInProcess } from "../support/run-command.ts";

const FAST = ["--set", "ttftMs=1", "--set", "itlMs=1"];

/** What a simulator with these flags answers. */
async function answerOf(flags: readonly string[], model = "fixed", prompt = "echo: a b c") {
  const simulate = startInProcess(["simulate", "--json", ...flags]);
  const url = asText(dig(JSON.parse(await simulate.line(/^\{/u)), "url")) ?? "";
  const ask = () =>
    fetch(`${url}/chat/completions`, {
      method: "POST",
      body: JSON.stringify({ model, stream: true, messages: [{ role: "user", content: prompt }] }),
    });
  return {
    url,
    ask,
    truth: async (): Promise<unknown> => (await fetch(new URL("/_sim/requests", url))).json(),
    async end() {
      simulate.interrupt();
      return simulate.ended;
    },
  };
}

async function fileOf(text: string, name = "simulator.yaml"): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), "millrace-simulate-")), name);
  await writeFile(path, text);
  return path;
}

describe("millrace simulate's flags", { timeout: 30_000 }, () => {
  it("--host and --port set the address", async () => {
    const first = await answerOf([...FAST]);
    const { port } = new URL(first.url);
    await first.end();
    const second = await answerOf(["--host", "localhost", "--port", port, ...FAST]);

    expect(second.url).toBe(`http://localhost:${port}/v1`);
    expect((await second.ask()).status).toBe(200);
    await second.end();
  });

  it("--seed changes what is drawn, and nothing else does", async () => {
    const answers = [];
    for (const seed of ["1", "1", "2"]) {
      const { ask, truth, end } = await answerOf(
        ["--seed", seed, ...FAST, "--set", "tokenSigma=0.5"],
        "fixed",
      );
      await (await ask()).text();
      answers.push(dig(await truth(), 0, "tokens", 2, "dueUs"));
      await end();
    }

    expect(answers[0]).toBe(answers[1]);
    expect(answers[2]).not.toBe(answers[0]);
  });

  it("--set and --fault change all answers, --fallback answers any name", async () => {
    const flags = ["--fallback", "gpt-4", "--set", "itlMs=3", "--set", "ttftMs=7", "--set"];
    const { ask, truth, end } = await answerOf(
      [...flags, "shape=constant", "--fault", "cut@after=2,how=clean"],
      "mine",
    );
    const text = await (await ask()).text();

    expect(text).toContain('"content":" b"');
    expect(text).not.toContain('"content":" c"');
    expect(await truth()).toMatchObject([
      { model: "mine", state: "cut", tokens: [{ dueUs: 7_000 }, { dueUs: 10_000 }] },
    ]);
    await end();
  });

  it("--max-streams refuses what is too much", async () => {
    const { ask, end } = await answerOf(
      ["--max-streams", "1", "--fault", "early-headers"],
      "fixed:ttftMs=100000",
    );
    await ask();

    expect((await ask()).status).toBe(429);
    await end();
  });

  it("--workers, --cache-tokens and --routing put machines behind the models", async () => {
    const long = `${"word ".repeat(200)}\necho: a`;
    const hits = async (flags: readonly string[]) => {
      const { ask, url, truth, end } = await answerOf([...FAST, ...flags], "fixed", long);
      for (let time = 0; time < 4; time++) await (await ask()).text();
      const cached = asList(await truth()).map((record) => dig(record, "cachedTokens"));
      const rules: unknown = await (await fetch(new URL("/_sim/config", url))).json();
      await end();
      return { hits: cached.filter((tokens) => tokens !== 0).length, rules };
    };

    expect((await hits([])).hits).toBe(0);
    const cached = ["--cache-tokens", "100000"];
    expect(await hits([...cached, "--workers", "2"])).toMatchObject({
      hits: 3,
      rules: { workers: 2, cacheTokens: 100_000 },
    });
    expect((await hits([...cached, "--workers", "2", "--routing", "round-robin"])).hits).toBe(2);
  });

  it("--truth writes a record of every request", async () => {
    const path = await fileOf("", "truth.jsonl");
    const { ask, end } = await answerOf(["--truth", path, ...FAST]);
    await (await ask()).text();
    await end();

    expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({
      state: "complete",
      tokens: { length: 3 },
    });
  });

  it("--config takes all of it from YAML, and the command line comes before it", async () => {
    const path = await fileOf(
      "seed: 3\nfallback: gpt-4\ntime-to-first-token: 9ms\nsettings:\n  itlMs: 2\n  shape: constant\n" +
        "faults:\n  - cut@after=2\nmaxStreams: 5\n",
    );
    const { ask, truth, end } = await answerOf(["--config", path, "--set", "itlMs=4"], "mine");
    await (await ask()).text();

    expect(await truth()).toMatchObject([
      { state: "cut", tokens: [{ dueUs: 9_000 }, { dueUs: 13_000 }] },
    ]);
    await end();
  });

  it("--config takes JSON too", async () => {
    const path = await fileOf('{"settings":{"ttftMs":5}}', "simulator.json");
    const { ask, truth, end } = await answerOf(["--config", path]);
    await (await ask()).text();

    expect(dig(await truth(), 0, "tokens", 0, "dueUs")).toBe(5_000);
    await end();
  });

  it("--recording answers as it was answered before, read by read", async () => {
    const path = await fileOf("", "answer.jsonl");
    const recorded = await runInProcess([
      "record",
      "echo: a b c",
      "--provider=simulator",
      "--model=fixed:ttftMs=90,itlMs=30",
      `--out=${path}`,
    ]);
    const { ask, truth, end } = await answerOf(["--recording", path], "recorded:speed=2", "hello");
    const text = await (await ask()).text();
    const dueUs = asList(dig(await truth(), 0, "tokens")).map((token) => dig(token, "dueUs"));
    await end();

    expect(recorded.status).toBe(0);
    for (const word of ["a", " b", " c"]) expect(text).toContain(JSON.stringify({ content: word }));
    // At twice the speed; a recording is never early.
    expect(Number(dueUs[0])).toBeGreaterThan(45_000 - 1);
    expect(Number(dueUs[2])).toBeGreaterThan(75_000 - 5_000);
    expect(dueUs).toHaveLength(3);
  });

  it("--settings lists them and ends", async () => {
    const { status, out, err } = await runInProcess(["simulate", "--settings"]);

    expect({ status, err }).toEqual({ status: 0, err: "" });
    expect(out).toMatch(/^itlMs +Time between tokens, in milliseconds$/mu);
  });

  it.each([
    [["--set", "itlMs"], 'as in itlMs=5: current value is "itlMs"'],
    [["--set", "itlMs=fast"], 'itlMs must be a number from 0: current value is "fast"'],
    [["--set", "pace=5"], 'current value is "pace"'],
    [["--set", "shape=round"], "shape must be one of lognormal, normal, gamma, constant"],
    [["--fault", "explode"], 'current value is "explode"'],
    [
      ["--fault", "cut@how=gently"],
      'how must be one of clean, fin, rst: current value is "gently"',
    ],
    [["--fallback", "gpt-9"], 'current value is "gpt-9"'],
    [["--max-streams", "0"], "must be a whole number from 1"],
    [["--config", "/nowhere.yaml"], 'Cannot read "/nowhere.yaml" as there is no such file'],
    [["--recording", "/nowhere.jsonl"], 'Cannot read "/nowhere.jsonl" as there is no such file'],
    [["--config", "/tmp"], 'Cannot read "/tmp" as it is a folder, not a file'],
  ])("refuses %j in one line", async (flags, message) => {
    const { status, out, err } = await runInProcess(["simulate", ...flags]);

    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(message);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });

  it.each([
    ["port: -1", "port must be a whole number from 0 to 65535: current value is -1"],
    ["host: 5", "host must be a string: current value is 5"],
    ["speed: 5", 'current value is "speed"'],
    ["settings:\n  itl: 5", 'current value is "itl"'],
    ["a: [", "must be YAML or JSON"],
    ["- 1", "the configuration must be an object: current value is [1]"],
    ["time-to-first-token: soon", "time-to-first-token must be a time in milliseconds"],
    ["inter-token-latency-std-dev: 2", "needs its mean: set inter-token-latency"],
  ])("refuses the file %j in one line", async (text, message) => {
    const { status, out, err } = await runInProcess(["simulate", "--config", await fileOf(text)]);

    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(message);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });
});
