import fc from "fast-check";
import { sampleStandardDeviation } from "simple-statistics";
import { describe, expect, it } from "vitest";

import { type Clock, instant, instantAfter, VirtualClock } from "../../../src/clock/index.ts";
import type { EngineSettings } from "../../../src/simulator/engine/engine-settings.ts";
import { type Engine, engine } from "../../../src/simulator/engine/engine.ts";
import { kvCache } from "../../../src/simulator/engine/kv-cache.ts";
import { mean, seededRandom } from "../../../src/stats/index.ts";

/** Only steps have a cost, and every request fits. */
const PLAIN: EngineSettings = {
  baseMs: 10,
  perDecodeMs: 0,
  perKvTokenMs: 0,
  perPrefillTokenMs: 0,
  maxBatch: 1_000,
  maxStepTokens: 1_000_000,
  kvCapacityTokens: 1_000_000,
};

interface Load {
  readonly submitMs: number;
  readonly promptTokens: number;
  readonly cachedTokens?: number;
  readonly outputTokens: number;
}

interface Answer {
  readonly submitMs: number;
  /** Time of each token, in milliseconds from the clock's origin. */
  readonly times: number[];
  readonly indexes: number[];
  ends: number;
}

/** Submits a request now and records its tokens. */
function submitTo(server: Engine, { submitMs, cachedTokens = 0, ...size }: Load) {
  const answer: Answer = { submitMs, times: [], indexes: [], ends: 0 };
  const cancel = server.submit({
    ...size,
    cachedTokens,
    onToken(index, at) {
      answer.indexes.push(index);
      answer.times.push(at);
    },
    onEnd() {
      answer.ends++;
    },
  });
  return { answer, cancel };
}

/** Runs an engine on loads until all requests have ended, on a clock whose timers are late. */
async function answersTo(
  loads: readonly Load[],
  settings: Partial<EngineSettings> = {},
  { lateMs = 0, seed = 1 } = {},
): Promise<Answer[]> {
  const clock = new VirtualClock();
  const server = engine({
    clock: lateClock(clock, lateMs),
    settings: { ...PLAIN, ...settings },
    random: seededRandom(seed),
  });
  const answers: Answer[] = [];
  for (const load of loads) {
    clock.callAt(instant(load.submitMs), () => answers.push(submitTo(server, load).answer));
  }
  while (clock.nextCallAt !== undefined) await clock.advanceTo(clock.nextCallAt);
  return answers;
}

function lateClock(clock: Clock, lateMs: number): Clock {
  return {
    now: () => clock.now(),
    wallMs: () => clock.wallMs(),
    callAt: (at, callback) => clock.callAt(instantAfter(at, lateMs), callback),
  };
}

const times = (answers: readonly Answer[]) =>
  answers.map((answer) => answer.times.map((time) => Number(time.toFixed(9))));

const firsts = (answers: readonly Answer[]) =>
  answers.map((answer) => (answer.times[0] ?? Number.NaN) - answer.submitMs);

describe("engine()", () => {
  it("follows a schedule calculated by hand", async () => {
    const settings = { perDecodeMs: 1, perKvTokenMs: 0.1, perPrefillTokenMs: 0.5 };
    const answers = await answersTo(
      [
        { submitMs: 0, promptTokens: 10, outputTokens: 3 },
        { submitMs: 20, promptTokens: 6, cachedTokens: 2, outputTokens: 2 },
      ],
      settings,
    );

    expect(times(answers)).toEqual([
      [
        // 10 + 0.5 × 10 for the prompt.
        15,
        // + 10 + 1 + 0.1 × 11 for the prompt and the first token.
        27.1,
        // + 10 + 1 + 0.1 × 12, and 0.5 × 4 for the uncached part of the second prompt.
        41.3,
      ],
      // + 10 + 1 + 0.1 × 7 alone.
      [41.3, 53],
    ]);
    expect(answers.map(({ indexes, ends }) => [indexes, ends])).toEqual([
      [[0, 1, 2], 1],
      [[0, 1], 1],
    ]);
  });

  it("prefills a long prompt in several steps, after decoding streams", async () => {
    const answers = await answersTo(
      [
        { submitMs: 0, promptTokens: 2, outputTokens: 5 },
        { submitMs: 5, promptTokens: 20, outputTokens: 1 },
      ],
      { maxStepTokens: 8, maxBatch: 8, perPrefillTokenMs: 1 },
    );

    // 7 tokens of the prompt next to a decoding stream, twice; then 6.
    expect(times(answers)).toEqual([[12, 29, 46, 62, 72], [62]]);
  });

  it("starts at once whenever it is idle", async () => {
    const answers = await answersTo([
      { submitMs: 3, promptTokens: 1, outputTokens: 2 },
      { submitMs: 107, promptTokens: 1, outputTokens: 1 },
    ]);

    expect(times(answers)).toEqual([[13, 23], [117]]);
  });

  it("lets requests of one instant share a step", async () => {
    const load = { submitMs: 7, promptTokens: 5, outputTokens: 1 };
    const answers = await answersTo([load, load], { perPrefillTokenMs: 1 });

    expect(times(answers)).toEqual([[27], [27]]);
  });

  it("has the same gaps for all streams", async () => {
    const loads = Array.from({ length: 10 }, (_, number) => ({
      submitMs: 13 * number,
      promptTokens: 40 + number,
      outputTokens: 60,
    }));
    const answers = await answersTo(loads, { perDecodeMs: 0.7, perPrefillTokenMs: 0.3 });
    const [first, ...others] = answers.map((answer) => answer.times);
    const lastOfFirst = first?.at(-1) ?? 0;

    for (const other of others) {
      const shared = other.filter((time) => time <= lastOfFirst);
      expect(shared).toEqual(first?.slice(first.length - shared.length));
    }
  });

  it("answers later with more simultaneous requests", async () => {
    const crowd = async (count: number) => {
      const load = { submitMs: 0, promptTokens: 400, outputTokens: 20 };
      const settings = { perPrefillTokenMs: 0.1, maxStepTokens: 512, maxBatch: 64 };
      return mean(
        firsts(
          await answersTo(
            Array.from({ length: count }, () => load),
            settings,
          ),
        ),
      );
    };

    // One prompt: 10 ms + 0.1 ms × 400. Four: of 512 tokens in a step, so in 1, 2, 3 and 4 steps.
    expect(await crowd(1)).toBeCloseTo(50, 9);
    expect(await crowd(4)).toBeGreaterThan(2 * 50);
    expect(await crowd(16)).toBeGreaterThan(2 * (await crowd(4)));
  });

  it("has a knee: throughput levels off once the batch is full", async () => {
    /** Tokens per second and mean time to first token, with a constant number of clients. */
    const closedLoop = async (clients: number) => {
      const clock = new VirtualClock();
      const settings = { ...PLAIN, perDecodeMs: 0.5, maxBatch: 32 };
      const server = engine({ clock, settings, random: seededRandom(1) });
      const waits: number[] = [];
      let tokens = 0;
      const ask = () => {
        const submittedAt = clock.now();
        server.submit({
          promptTokens: 16,
          cachedTokens: 0,
          outputTokens: 25,
          onToken(index, at) {
            tokens++;
            if (index === 0) waits.push(at - submittedAt);
          },
          onEnd: ask,
        });
      };
      for (let client = 0; client < clients; client++) ask();
      await clock.advanceBy(10_000);
      return { tokensPerSecond: tokens / 10, waitMs: mean(waits) };
    };
    const [one, four, thirtyTwo, hundred] = [
      await closedLoop(1),
      await closedLoop(4),
      await closedLoop(32),
      await closedLoop(128),
    ];

    expect(four.tokensPerSecond / one.tokensPerSecond).toBeGreaterThan(3.3);
    // 32 streams in 10 ms + 31 or 32 × 0.5 ms, and no more than that with 128.
    expect(thirtyTwo.tokensPerSecond).toBeGreaterThan(32 / 0.0261);
    expect(hundred.tokensPerSecond / thirtyTwo.tokensPerSecond).toBeCloseTo(1, 1);
    expect(hundred.waitMs).toBeGreaterThan(10 * thirtyTwo.waitMs);
  });

  it("answers in two groups if some prompts are cached", async () => {
    const cache = kvCache({ capacityTokens: 4_096 });
    const random = seededRandom(3);
    const shared = Array.from({ length: 960 }, (_, index) => ` rule${index}`);
    let submitMs = 0;
    const loads = Array.from({ length: 200 }, (_, number) => {
      const own = Array.from({ length: 64 }, (__, index) => ` ${number}-${index}`);
      const rules = number % 2 === 0 ? shared : shared.map((rule) => `${number}${rule}`);
      const prompt = [...rules, ...own];
      const cachedTokens = cache.lookup(prompt);
      cache.insert(prompt);
      submitMs += 2_000 * -Math.log(1 - random());
      return { submitMs, promptTokens: prompt.length, cachedTokens, outputTokens: 8 };
    });
    const answers = await answersTo(loads, { perDecodeMs: 1, perPrefillTokenMs: 0.1 });
    const waits = firsts(answers).map((ms, number) => ({ ms, hit: loads[number]?.cachedTokens }));
    const hits = waits.filter(({ hit }) => hit === 960).map(({ ms }) => ms);
    const misses = waits.filter(({ hit }) => hit === 0).map(({ ms }) => ms);
    const medianOf = (values: readonly number[]) =>
      values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

    expect([hits.length, misses.length]).toEqual([99, 101]);
    // 10 ms + 0.1 ms × 64 or × 1,024, a little more with other requests.
    expect(medianOf(hits)).toBeCloseTo(16.4, 0);
    expect(medianOf(misses)).toBeCloseTo(112.4, 0);
    const between = waits.filter(({ ms }) => ms > 40 && ms < 110);
    expect(between.length).toBeLessThan(0.1 * waits.length);
  });

  it("preempts the youngest stream when memory is full, and restarts it later", async () => {
    const clock = new VirtualClock();
    const settings = { ...PLAIN, perPrefillTokenMs: 1, kvCapacityTokens: 12 };
    const server = engine({ clock, settings, random: seededRandom(1) });
    const size = { submitMs: 0, promptTokens: 4 };
    const { answer: older } = submitTo(server, { ...size, outputTokens: 6 });
    const { answer: younger } = submitTo(server, { ...size, outputTokens: 4 });
    await clock.advanceTo(instant(37));
    expect(server.load).toMatchObject({ running: 2, kvTokens: 12, preemptions: 0 });
    await clock.advanceTo(instant(38));

    // The prompt and its three tokens must be computed again.
    expect(server.load).toEqual({
      running: 1,
      waiting: 1,
      kvTokens: 7,
      pendingPrefillTokens: 7,
      preemptions: 1,
    });
    await clock.advanceTo(instant(200));
    expect(older.times).toEqual([18, 28, 38, 48, 58, 68]);
    expect(younger.times).toEqual([18, 28, 38, 85]);
    expect(younger.indexes).toEqual([0, 1, 2, 3]);
  });

  it("admits no request before a preempted one", async () => {
    const answers = await answersTo(
      [
        { submitMs: 0, promptTokens: 4, outputTokens: 6 },
        { submitMs: 0, promptTokens: 4, outputTokens: 4 },
        { submitMs: 30, promptTokens: 1, outputTokens: 1 },
      ],
      { kvCapacityTokens: 12 },
    );

    expect(times(answers)[1]).toEqual([10, 20, 30, 70]);
    expect(times(answers)[2]).toEqual([70]);
  });

  it("frees the slot and memory of a cancelled request at once", async () => {
    const clock = new VirtualClock();
    const settings = { ...PLAIN, maxBatch: 1 };
    const server = engine({ clock, settings, random: seededRandom(1) });
    const first = submitTo(server, { submitMs: 0, promptTokens: 50, outputTokens: 100 });
    const second = submitTo(server, { submitMs: 0, promptTokens: 7, outputTokens: 2 });
    const third = submitTo(server, { submitMs: 0, promptTokens: 7, outputTokens: 2 });
    await clock.advanceTo(instant(25));
    expect(server.load).toMatchObject({ running: 1, waiting: 2, kvTokens: 52 });
    third.cancel();
    first.cancel();
    first.cancel();

    expect(server.load).toMatchObject({ running: 0, waiting: 1, kvTokens: 0 });
    await clock.advanceTo(instant(100));
    // The step under way ends at 30.
    expect(second.answer.times).toEqual([40, 50]);
    expect(first.answer).toMatchObject({ times: [10, 20], ends: 0 });
    expect(third.answer).toMatchObject({ times: [], ends: 0 });
    expect(server.load).toMatchObject({ running: 0, waiting: 0, kvTokens: 0 });
    expect(clock.nextCallAt).toBeUndefined();
  });

  it("lets a callback cancel another stream, or its own, in the middle of a step", async () => {
    const clock = new VirtualClock();
    const server = engine({ clock, settings: PLAIN, random: seededRandom(1) });
    const size = { promptTokens: 1, cachedTokens: 0, outputTokens: 5 };
    const cancels: (() => void)[] = [];
    const first = server.submit({
      ...size,
      onToken(index) {
        if (index === 2) for (const cancel of cancels) cancel();
      },
    });
    const { answer, cancel } = submitTo(server, { ...size, submitMs: 0 });
    cancels.push(first, cancel);
    await clock.advanceTo(instant(100));

    expect(answer).toMatchObject({ indexes: [0, 1], ends: 0 });
    expect(server.load).toMatchObject({ running: 0, kvTokens: 0 });
  });

  it("ends an answer without tokens after its prefill", async () => {
    const [answer] = await answersTo([{ submitMs: 0, promptTokens: 3, outputTokens: 0 }]);

    expect(answer).toMatchObject({ times: [], ends: 1 });
  });

  it("emits the expected mean number of tokens per step with drafts", async () => {
    const [answer] = await answersTo([{ submitMs: 0, promptTokens: 1, outputTokens: 8_000 }], {
      draftTokens: 3,
      acceptanceRate: 0.7,
    });
    const counts = new Map<number, number>();
    for (const time of answer?.times ?? []) counts.set(time, (counts.get(time) ?? 0) + 1);
    // Without the step that ends the prefill, and without the last, which is limited by the length of the answer.
    const perStep = [...counts.values()].slice(1, -1);

    const expected = (1 - 0.7 ** 4) / (1 - 0.7);
    const standardError = sampleStandardDeviation(perStep) / Math.sqrt(perStep.length);
    expect(Math.abs(mean(perStep) - expected)).toBeLessThan(4 * standardError);
    expect(Math.max(...perStep)).toBe(4);
    expect(answer?.indexes).toEqual(Array.from({ length: 8_000 }, (_, index) => index));
  });

  it("has the same times for the same seed", async () => {
    const loads = [0, 5, 40].map((submitMs) => ({ submitMs, promptTokens: 9, outputTokens: 40 }));
    const run = (seed: number) =>
      answersTo(loads, { draftTokens: 2, acceptanceRate: 0.5, perDecodeMs: 1 }, { seed });

    expect(await run(1)).toEqual(await run(1));
    expect(await run(1)).not.toEqual(await run(2));
  });

  it("does not drift over ten thousand steps", async () => {
    const [answer] = await answersTo([{ submitMs: 0, promptTokens: 1, outputTokens: 10_000 }], {
      baseMs: 0.1,
      perKvTokenMs: 0.001,
    });

    // Token k comes after k + 1 steps with contexts of 2, 3, … k + 1 tokens.
    const drifts = answer?.times.map((time, k) => {
      const contextTokens = (k * (k + 3)) / 2;
      return Math.abs(time - (0.1 * (k + 1) + 0.001 * contextTokens));
    });
    expect(Math.max(...(drifts ?? []))).toBeLessThan(1e-6);
    expect(answer?.times).toHaveLength(10_000);
  });

  it("has the same times if its clock is late", async () => {
    // The second comes after the end of a step, at 30, but before the late timer of that step.
    const loads = [0, 30.3, 31, 500].map((submitMs) => ({
      submitMs,
      promptTokens: 9,
      outputTokens: 9,
    }));

    expect(await answersTo(loads, {}, { lateMs: 0.7 })).toEqual(await answersTo(loads));
  });

  it("completes every request within its limits, for random loads", async () => {
    const load = fc.record({
      submitMs: fc.nat({ max: 300 }),
      promptTokens: fc.integer({ min: 1, max: 30 }),
      outputTokens: fc.integer({ min: 0, max: 20 }),
      cancelMs: fc.option(fc.nat({ max: 400 }), { nil: undefined }),
    });
    const limits = fc.record({
      maxBatch: fc.integer({ min: 1, max: 5 }),
      maxStepTokens: fc.integer({ min: 20, max: 40 }),
      kvCapacityTokens: fc.integer({ min: 50, max: 90 }),
      draftTokens: fc.integer({ min: 0, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(load, { maxLength: 12 }), limits, async (loads, limit) => {
        const clock = new VirtualClock();
        const settings = { ...PLAIN, ...limit, perPrefillTokenMs: 1, acceptanceRate: 0.5 };
        const server = engine({ clock, settings, random: seededRandom(1) });
        const isWithinLimits = () => {
          const { running, kvTokens } = server.load;
          return running <= limit.maxBatch && kvTokens <= limit.kvCapacityTokens && kvTokens >= 0;
        };
        const answers: { answer: Answer; asked: (typeof loads)[number] }[] = [];
        for (const asked of loads) {
          clock.callAt(instant(asked.submitMs), () => {
            const { answer, cancel } = submitTo(server, asked);
            answers.push({ answer, asked });
            const { cancelMs } = asked;
            if (cancelMs !== undefined) clock.callAt(instantAfter(clock.now(), cancelMs), cancel);
          });
        }
        while (clock.nextCallAt !== undefined) {
          await clock.advanceTo(clock.nextCallAt);
          expect(isWithinLimits()).toBe(true);
        }

        for (const { answer, asked } of answers) {
          expect(answer.indexes).toEqual([...answer.indexes.keys()]);
          expect(answer.times).toEqual(answer.times.toSorted((a, b) => a - b));
          const isCut = asked.cancelMs !== undefined && answer.ends === 0;
          if (!isCut) expect([answer.times.length, answer.ends]).toEqual([asked.outputTokens, 1]);
        }
        expect(server.load).toMatchObject({ running: 0, waiting: 0, kvTokens: 0 });
      }),
      { numRuns: 60 },
    );
  });

  it.each([
    [{ baseMs: -1 }, "baseMs must be a number from 0: current value is -1"],
    [{ maxBatch: 0 }, "maxBatch must be a whole number from 1: current value is 0"],
    [{ acceptanceRate: 1.2 }, "acceptanceRate must be a number from 0 to 1"],
    [
      { maxBatch: 10, draftTokens: 3, maxStepTokens: 39 },
      "maxStepTokens must be at least the 40 of a full batch: current value is 39",
    ],
  ])("refuses to run with %j", (settings, message) => {
    const run = () =>
      engine({
        clock: new VirtualClock(),
        settings: { ...PLAIN, ...settings },
        random: seededRandom(1),
      });

    expect(run).toThrow(message);
  });

  it.each([
    [{ promptTokens: 0 }, "promptTokens must be a whole number from 1: current value is 0"],
    [{ cachedTokens: 4 }, "cachedTokens must be fewer than the prompt's 4: current value is 4"],
    [{ outputTokens: 97 }, "must fit into 100 tokens of memory: current value is 101"],
  ])("refuses a request with %j", (size, message) => {
    const settings = { ...PLAIN, kvCapacityTokens: 100 };
    const { submit } = engine({ clock: new VirtualClock(), settings, random: seededRandom(1) });
    const request = { promptTokens: 4, cachedTokens: 0, outputTokens: 1, ...size };

    expect(() => submit({ ...request, onToken: () => undefined })).toThrow(message);
  });
});
