import { describe, expect, it } from "vitest";

import { VirtualClock } from "../../../../src/clock/index.ts";
import { imageSizeOf } from "../../../../src/simulator/dialects/requests/image-size.ts";
import {
  anthropicImage,
  geminiImage,
  openAiImage,
  openAiLowDetailImage,
} from "../../../../src/simulator/dialects/requests/image-tokens.ts";
import { simulatedFetch } from "../../../../src/simulator/index.ts";
import { dig, parseJson } from "../../../../src/wire/index.ts";

const base64 = (...bytes: readonly number[]) => Buffer.from(bytes).toString("base64");
const ascii = (text: string) => Array.from(text, (character) => character.charCodeAt(0));
const zeros = (count: number) => Array.from({ length: count }, () => 0);

/** The beginning of a PNG. */
const png = (width: number, height: number) => {
  const header = Buffer.alloc(33);
  header.write("\u0089PNG\r\n\u001a\n", "latin1");
  header.writeUInt32BE(13, 8);
  header.write("IHDR", 12);
  header.writeUInt32BE(width, 16);
  header.writeUInt32BE(height, 20);
  return header.toString("base64");
};

describe("imageSizeOf()", () => {
  it.each([
    ["a PNG", png(800, 600)],
    ["a URL with a PNG", `data:image/png;base64,${png(800, 600)}`],
    ["a GIF", base64(...ascii("GIF89a"), 0x20, 0x03, 0x58, 0x02, ...zeros(4))],
  ])("reads %s", (_what, data) => {
    expect(imageSizeOf(data)).toEqual({ width: 800, height: 600 });
  });

  it("follows a JPEG's segments to its frame", () => {
    const frame = [0xff, 0xc2, 0, 11, 8, 0x02, 0x58, 0x03, 0x20, 1, 1, 0x11, 0];
    const data = base64(0xff, 0xd8, 0xff, 0xe1, 0, 6, 1, 2, 3, 4, 0xff, 0xc4, 0, 3, 0, ...frame);

    expect(imageSizeOf(data)).toEqual({ width: 800, height: 600 });
  });

  it.each([
    ["VP8 ", [...zeros(10), 0x20, 0x03, 0x58, 0x02]],
    // 14 bits each of width - 1 and height - 1.
    ["VP8L", [0, 0, 0, 0, 0x2f, 0x1f, 0xc3, 0x95, 0x00, ...zeros(5)]],
    ["VP8X", [...zeros(8), 0x1f, 0x03, 0x00, 0x57, 0x02, 0x00]],
  ])("reads a WebP of type %s", (kind, chunk) => {
    const data = base64(...ascii("RIFF"), ...zeros(4), ...ascii(`WEBP${kind}`), ...chunk);

    expect(imageSizeOf(data)).toEqual({ width: 800, height: 600 });
  });

  it.each(["", "https://example.com/a.png", "data:image/png;base64,!", png(0, 0), "AAAA"])(
    "does not know the size of %j",
    (data) => {
      expect(imageSizeOf(data)).toBeUndefined();
    },
  );
});

describe("the tokens of an image", () => {
  it.each([
    // The examples of OpenAI's documentation.
    [openAiImage, { width: 1024, height: 1024 }, 765],
    [openAiImage, { width: 2048, height: 4096 }, 1105],
    [openAiLowDetailImage, { width: 4096, height: 8192 }, 85],
    // The examples of Anthropic's documentation.
    [anthropicImage, { width: 200, height: 200 }, 54],
    [anthropicImage, { width: 1000, height: 1000 }, 1334],
    [anthropicImage, { width: 8000, height: 8000 }, 1600],
    [geminiImage, { width: 384, height: 384 }, 258],
    [geminiImage, { width: 1000, height: 700 }, 516],
  ])("follow the provider's rule", (rule, size, tokens) => {
    expect(rule(size)).toBe(tokens);
  });
});

const model = "fixed:ttftMs=1,itlMs=0";

const url = `data:image/png;base64,${png(200, 200)}`;

/** A prompt with an image of 200 × 200 for every API, the path of its token count, and the count. */
const wires: readonly (readonly [string, object, readonly string[], number])[] = [
  [
    "/v1/chat/completions",
    {
      model,
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "echo: a" },
            { type: "image_url", image_url: { url } },
          ],
        },
      ],
    },
    ["usage", "prompt_tokens"],
    255,
  ],
  [
    "/v1/responses",
    {
      model,
      input: [
        {
          role: "user",
          content: [
            { type: "input_text", text: "echo: a" },
            { type: "input_image", image_url: url, detail: "low" },
          ],
        },
      ],
    },
    ["usage", "input_tokens"],
    85,
  ],
  [
    "/v1/messages",
    {
      model,
      max_tokens: 9,
      messages: [
        {
          role: "user",
          content: [
            {
              type: "image",
              source: { type: "base64", media_type: "image/png", data: png(200, 200) },
            },
            { type: "text", text: "echo: a" },
          ],
        },
      ],
    },
    ["usage", "input_tokens"],
    54,
  ],
  [
    `/v1beta/models/${model}:generateContent`,
    {
      contents: [
        {
          parts: [
            { text: "echo: a" },
            { inlineData: { mimeType: "image/png", data: png(200, 200) } },
          ],
        },
      ],
    },
    ["usageMetadata", "promptTokenCount"],
    258,
  ],
  [
    `/model/${encodeURIComponent(model)}/converse`,
    {
      messages: [
        {
          role: "user",
          content: [
            { text: "echo: a" },
            { image: { format: "png", source: { bytes: png(200, 200) } } },
          ],
        },
      ],
    },
    ["usage", "inputTokens"],
    54,
  ],
  [
    "/api/chat",
    {
      model,
      stream: false,
      messages: [{ role: "user", content: "echo: a", images: [png(200, 200)] }],
    },
    ["prompt_eval_count"],
    576,
  ],
];

describe("an image", () => {
  it.each(wires)("counts as tokens of the prompt: %s", async (path, body, ...[where, tokens]) => {
    const clock = new VirtualClock();
    const send = simulatedFetch({ clock });
    const response = await clock.runUntil(
      send(`http://simulated${path}`, { method: "POST", body: JSON.stringify(body) }),
    );
    const answer = parseJson(await clock.runUntil(response.text()));

    // "echo: a" is three tokens.
    expect(dig(answer, ...where)).toBe(3 + tokens);
  });
});
