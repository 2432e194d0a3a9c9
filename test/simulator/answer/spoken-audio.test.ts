import { describe, expect, it } from "vitest";

import { spokenAudio, wavHead } from "../../../src/simulator/answer/spoken-audio.ts";

const ALLOY = { voice: "alloy", speed: 1 };

const samplesIn = (text: string, speaker = ALLOY) =>
  new Int16Array(spokenAudio(text, speaker).buffer);

describe("spokenAudio()", () => {
  it.each([
    ["a", 1, 1_600],
    ["a", 0.25, 6_400],
    ["a", 4, 400],
    ["four", 1.5, 4_267],
    ["", 1, 0],
  ])("speaks %j at speed %d in %d samples", (text, speed, samples) => {
    expect(samplesIn(text, { voice: "alloy", speed })).toHaveLength(samples);
  });

  it("swells from 0 to a third of the maximum and back", () => {
    const samples = samplesIn(" Hello");

    expect([samples[0], samples.at(-1)]).toEqual([0, 0]);
    expect(Math.max(...samples)).toBeGreaterThan(10_000);
    expect(Math.max(...samples)).toBeLessThanOrEqual(Math.round(32_767 / 3));
  });

  it("has one pitch per word and voice, independent of case", () => {
    expect(samplesIn(" hello")).toEqual(samplesIn(" HELLO"));
    expect(samplesIn("hello")).not.toEqual(samplesIn("yolks"));
    expect(samplesIn("hello")).not.toEqual(samplesIn("hello", { voice: "marin", speed: 1 }));
  });

  it.each([" ", ", ", "…"])("is silent at %j", (text) => {
    expect(new Set(samplesIn(text))).toEqual(new Set([0]));
  });

  it("caps audio at one minute", () => {
    expect(samplesIn("x".repeat(4_194_304))).toHaveLength(24_000 * 60);
  });
});

describe("wavHead()", () => {
  it("declares 16 bits, one channel, 24 kHz and no length", () => {
    expect(Buffer.from(wavHead()).toString("hex")).toBe(
      [
        ["52494646", "ffffffff", "57415645"],
        ["666d7420", "10000000", "0100", "0100", "c05d0000", "80bb0000", "0200", "1000"],
        ["64617461", "ffffffff"],
      ]
        .flat()
        .join(""),
    );
  });
});
