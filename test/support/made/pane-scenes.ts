import type { ReceivedStream } from "../../../src/protocols/index.ts";
import { madeStream } from "./made-stream.ts";

const ANSWER = `The sky looks blue because air scatters short wavelengths of light more than long ones. This is **Rayleigh
scattering**: its strength grows with the fourth power of the frequency.

- At noon, light passes through little air, and blue reaches you from all directions.
- At sunset, the path is long, and most of the blue is gone before it arrives.

See \`scatter()\` for the numbers.`;

/** Gaps of tokens that arrive unevenly, with one stall. */
const GAPS = [
  312,
  ...Array.from({ length: 120 }, (_, index) => (index === 70 ? 640 : 8 + ((index * 37) % 23))),
];

const USAGE: ReceivedStream["usage"] = {
  type: "usage",
  inputTokens: { total: 1_240, cached: 1_024 },
  outputTokens: { total: 121, reasoning: undefined },
  source: "provider",
};

const running = madeStream({
  title: "Why is the sky blue?",
  model: "gpt-5-mini",
  prompt: "Why is the sky blue? Answer for a student of physics.",
  state: "flowing",
  text: ANSWER.slice(0, 210),
  gapsMs: GAPS.slice(0, 60),
});

const ended = madeStream({
  ...running,
  state: "ended",
  text: ANSWER,
  gapsMs: GAPS,
  end: { kind: "stop", raw: "stop" },
  usage: USAGE,
});

const REASONING = `The user asks why the sky is blue. I should name Rayleigh scattering and give the dependence on the wavelength.

The intensity goes with 1/λ⁴, so blue at 450 nm scatters about 4.4 times as much as red at 650 nm.`;

/** A pane in every state, each with the fields that a kernel would send. */
export const paneScenes = {
  connecting: madeStream({ title: "Why is the sky blue?", model: "gpt-5-mini" }),
  running,
  reasoning: madeStream({
    ...running,
    state: "reasoning",
    text: "",
    reasoning: REASONING,
    reasoningMs: 3_200,
  }),
  thought: madeStream({ ...ended, reasoning: REASONING, reasoningMs: 4_210 }),
  toolCall: madeStream({
    ...running,
    title: "Weather",
    text: "I will look up the weather.",
    toolCalls: [
      { id: "1", name: "get_weather", text: '{"city": "Paris", "days": 3, "units": "metric"}' },
      {
        id: "2",
        name: "search_flights",
        text: '{"from": "BER", "to": "CDG", "passengers": [{"name": "Ada", "age": 36}], "note": "A window seat, and please no ov',
      },
    ],
  }),
  recovering: madeStream({
    title: "Why is the sky blue?",
    model: "gpt-5-mini",
    state: "recovering",
    attempts: [
      {
        attempt: 1,
        failure: {
          code: "http-status",
          status: 429,
          detail: "Rate limit reached for requests",
          type: "rate_limit_error",
          retryAfterMs: 2_000,
        },
        next: { kind: "retry", inMs: 2_000 },
      },
    ],
  }),
  failed: madeStream({
    ...running,
    state: "ended",
    text: ANSWER.slice(0, 150),
    canRetry: true,
    end: {
      kind: "failed",
      raw: undefined,
      failure: { code: "connection-lost", receivedBytes: 2_112, cause: "ECONNRESET" },
    },
  }),
  unauthorized: madeStream({
    title: "Why is the sky blue?",
    model: "gpt-5-mini",
    state: "ended",
    canRetry: true,
    end: {
      kind: "failed",
      raw: undefined,
      failure: {
        code: "http-status",
        status: 401,
        detail:
          "Incorrect API key provided: sk-…wxyz. You can find your API key in your account’s settings",
        type: "invalid_request_error",
        retryAfterMs: undefined,
      },
    },
  }),
  refused: madeStream({
    ...ended,
    title: "A locked door",
    text: "I can’t help with opening a lock that is not yours.",
    gapsMs: [312, 10, 12],
    usage: undefined,
    end: { kind: "content-filter", raw: "stop" },
  }),
  blocked: madeStream({
    ...ended,
    gapsMs: [4_180, ...GAPS.slice(1)],
    kernelBlocks: { beforeFirstTokenMs: 4_000, longestMs: 4_000 },
  }),
  ended,
} satisfies Record<string, ReceivedStream>;
