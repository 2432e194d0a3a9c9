import { describe, expect, it } from "vitest";

import { echo, simulatorInVirtualTime } from "../../support/simulator.ts";

describe("deliver()", () => {
  it("cuts an answer that cannot be encoded, and the server goes on", async () => {
    const { post, ask, truth } = simulatorInVirtualTime();
    // A frame of Bedrock's has at most 16 MiB.
    const model = encodeURIComponent("fixed+huge@after=0,sizeChars=20000000");
    const messages = [{ role: "user", content: [{ text: "echo: a" }] }];
    await expect(post(`/model/${model}/converse-stream`, { messages })).rejects.toThrow(
      "terminated",
    );

    expect(await ask(echo("a"))).toEqual([expect.stringContaining('"content":"a"')]);
    expect(await truth()).toMatchObject([{ state: "cut" }, { state: "complete" }]);
  });
});
