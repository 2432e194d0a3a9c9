import { describe, expect, it } from "vitest";

import { VirtualClock } from "../../src/clock/index.ts";
import { faultReaders } from "../../src/simulator/settings/fault.ts";
import { simulateAnswer } from "../../src/simulator/answer/simulate-answer.ts";
import { simulatedFetch } from "../../src/simulator/index.ts";
import { echo, simulatorInVirtualTime } from "../support/simulator.ts";

const FAST = "fixed:ttftMs=1,itlMs=0";

/** Whether a share is within 4 standard errors of a rate. */
function isNear(share: number, rate: number, requests: number): boolean {
  return Math.abs(share - rate) <= 4 * Math.sqrt((rate * (1 - rate)) / requests);
}

/** Statuses of a number of equal consecutive requests to one server. */
async function statusesOf(
  count: number,
  {
    model = FAST,
    headers = {},
    rules = {},
  }: {
    readonly model?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly rules?: object;
  },
): Promise<number[]> {
  const clock = new VirtualClock();
  const send = simulatedFetch({ clock });
  await send("http://simulated/_sim/config", { method: "PUT", body: JSON.stringify(rules) });
  const statuses: number[] = [];
  for (let index = 0; index < count; index++) {
    // Clients may send one seed with all requests: the answers are the same, the faults are not.
    const body = JSON.stringify({ ...echo("a"), model, seed: 1 });
    const url = "http://simulated/v1/chat/completions";
    const response = await clock.runUntil(send(url, { method: "POST", headers, body }));
    await clock.runUntil(response.text());
    statuses.push(response.status);
  }
  return statuses;
}

const shareOf = (statuses: readonly number[], status: number) =>
  statuses.filter((one) => one === status).length / statuses.length;

describe("the rate of a fault", () => {
  it.each(Object.keys(faultReaders))("is the share of requests that %s affects", (kind) => {
    const requests = 2_000;
    const struck = Array.from({ length: requests }, (_, seed) =>
      simulateAnswer({ model: `fixed+${kind}@rate=0.3`, prompt: "echo: a", seed }),
    ).filter(({ faults }) => faults.length > 0);

    expect(isNear(struck.length / requests, 0.3, requests)).toBe(true);
  });

  it.each([0.1, 0.5, 0.9])("applies to refusals by suffix, header and rule: %d", async (rate) => {
    const fault = `status@code=500,rate=${rate}`;
    const shares = [
      shareOf(await statusesOf(400, { model: `${FAST}+${fault}` }), 500),
      shareOf(await statusesOf(400, { headers: { "x-sim-faults": fault } }), 500),
      shareOf(await statusesOf(400, { rules: { faults: [fault] } }), 500),
    ];

    expect(shares.filter((share) => !isNear(share, rate, 400))).toEqual([]);
  });

  it("applies to refusals of long prompts", async () => {
    const statuses = await statusesOf(400, { model: `${FAST}+context-length@rate=0.3` });

    expect(isNear(shareOf(statuses, 400), 0.3, 400)).toBe(true);
  });

  it("is 1 by default, without a limit", async () => {
    expect(shareOf(await statusesOf(20, { model: `${FAST}+status@code=503` }), 503)).toBe(1);
  });
});

describe("the times of a status", () => {
  it.each(["", ",rate=0.9"])("limit how many requests are refused%s", async (rate) => {
    const model = `${FAST}+status@code=503,times=3${rate}`;
    const statuses = await statusesOf(40, { model });

    expect(statuses.filter((status) => status === 503)).toHaveLength(3);
  });

  it("are counted separately for each fault", async () => {
    const { ask } = simulatorInVirtualTime();
    const model = `${FAST}+status@code=503,times=1+status@code=429,times=1`;
    const answers: (string | undefined)[] = [];
    for (let index = 0; index < 3; index++) answers.push(...(await ask({ ...echo("a"), model })));

    expect(answers.map((answer) => answer?.includes("Refused on request"))).toEqual([
      true,
      true,
      false,
    ]);
  });
});
