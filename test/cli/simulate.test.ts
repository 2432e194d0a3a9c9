import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";

import { startCli } from "../support/run-cli.ts";
import { runInProcess, startInProcess } from "../support/run-command.ts";

describe("millrace simulate", () => {
  it("prints its URL, answers, and ends with Ctrl-C", async () => {
    const simulate = startCli(["simulate", "--json"]);
    const { url } = JSON.parse(await simulate.line(/^\{/u));
    const response = await fetch(`${url}/models`);
    simulate.child.kill("SIGINT");

    expect(response.status).toBe(200);
    expect(await simulate.ended).toMatchObject({ status: 0, err: "" });
  });

  it.runIf(existsSync("/dev/full"))("stops when the truth cannot be written", async () => {
    const simulate = startInProcess(["simulate", "--json", "--truth", "/dev/full"]);
    const { url } = JSON.parse(await simulate.line(/^\{/u));
    const body = JSON.stringify({
      model: "fixed:ttftMs=1,itlMs=1",
      messages: [{ role: "user", content: "Hi" }],
    });
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${url}/chat/completions`, { method: "POST", headers, body });
    await response.text();

    expect(await simulate.ended).toMatchObject({
      status: 1,
      err: 'Cannot write "/dev/full" as the disk is full: the simulator has stopped\n',
    });
  });

  it("documents exit status 0 on Ctrl-C", async () => {
    const { out } = await runInProcess(["simulate", "--help"]);

    expect(out).toMatch(/^ {2}0 .*for simulate: stopped$/mu);
    expect(out).toMatch(/^ {2}130 +Stopped by Ctrl-C.*any command but simulate/mu);
  });

  it("prints an example request", async () => {
    const simulate = startInProcess(["simulate"]);
    await simulate.line(/^http:\/\/127\.0\.0\.1:\d+\/v1$/u);
    simulate.interrupt();
    const { err } = await simulate.ended;

    expect(err).toContain("curl -N http://127.0.0.1:");
    expect(err).toContain("hosted-fast");
  });

  it.each([
    [
      ["--port=-1"],
      'Cannot use --port as it must be a whole number from 0 to 65535: current value is "-1"',
    ],
    [["--model", "gpt-9"], 'current value is "gpt-9"'],
    [
      ["--seed", "x"],
      'Cannot use --seed as it must be a whole number from 0: current value is "x"',
    ],
    [
      ["--truth", "no-such-folder/truth.jsonl"],
      'Cannot write "no-such-folder/truth.jsonl" as its folder does not exist',
    ],
    [["now"], 'this command takes no arguments: current value is "now"'],
    [
      ["--host", "192.0.2.1"],
      "Cannot listen on 192.0.2.1:0 as the address is not one of this machine",
    ],
  ])("refuses %j in one line", async (args, message) => {
    const { status, out, err } = await runInProcess(["simulate", ...args]);

    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(message);
    expect(err.trimEnd().split("\n")).toHaveLength(1);
  });

  it("refuses a port that is in use in one line", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    onTestFinished(() => {
      server.close();
    });
    const address = server.address();
    const port = typeof address === "object" && address !== null ? String(address.port) : "";
    const { status, err } = await runInProcess(["simulate", "--port", port]);

    expect({ status, err }).toEqual({
      status: 2,
      err: `Cannot listen on 127.0.0.1:${port} as the port is in use: choose another with --port\n`,
    });
  });
});
