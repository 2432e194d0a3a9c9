import { BEACON, IMAGE, RUN } from "./marks.ts";

/** Everything but the answer's text that a provider, a model or a prompt determines. */
export interface HostileParts {
  readonly title?: string;
  readonly prompt?: string;
  readonly provider?: string;
  readonly model?: string;
  readonly requestId?: string;
  readonly reasoning?: string;
  readonly toolId?: string;
  readonly toolName?: string;
  readonly toolArguments?: string;
  readonly finishReason?: string;
  readonly abortReason?: string;
  readonly failureDetail?: string;
  readonly failureType?: string;
  readonly attemptFailure?: string;
}

/** Short outputs that break out of every kind of context. */
const TEXTS: Readonly<Record<string, string>> = {
  HTML: IMAGE,
  "an end tag": `</span></summary></pre></title><script>${RUN}</script>`,
  quotes: `" onmouseover="${RUN}" x='`,
  "a link": `[click](javascript:${RUN}) ![x](${BEACON}) <javascript:${RUN}>`,
  math: String.raw`$\href{javascript:${RUN}}{x}$ \(\includegraphics{${BEACON}}\)`,
  "control characters": "\u0000\u001b[31m\u009b\u202e\ud800\r\n\n\u0007",
  "a template": `{{constructor.constructor("${RUN}")()}} \${${RUN}}`,
};

const PLACES = {
  title: undefined,
  prompt: undefined,
  provider: undefined,
  model: undefined,
  requestId: undefined,
  reasoning: undefined,
  toolId: undefined,
  toolName: undefined,
  toolArguments: undefined,
  finishReason: undefined,
  abortReason: undefined,
  failureDetail: undefined,
  failureType: undefined,
  attemptFailure: undefined,
} satisfies Record<keyof HostileParts, undefined>;

const SPECIAL: Readonly<Record<string, HostileParts>> = {
  "tool named __proto__": {
    toolName: "__proto__",
    toolId: "__proto__",
    toolArguments: '{"__proto__":{"x":1}}',
  },
  "tool named constructor": {
    toolName: "constructor",
    toolId: "constructor",
    toolArguments: '{"constructor":1}',
  },
  "tool without a name": { toolName: "", toolId: "x", toolArguments: "" },
  "arguments nested 5,000 deep": { toolName: "x", toolArguments: '{"a":'.repeat(5_000) },
  "arguments with escapes": {
    toolName: "x",
    toolArguments: String.raw`{"a":"\u003cscript\u003e${RUN}\u003c/script\u003e \ud800"}`,
  },
  "arguments that are HTML in JSON": {
    toolName: "x",
    toolArguments: JSON.stringify({ html: IMAGE, [IMAGE]: [IMAGE] }),
  },
  "arguments that are not JSON": { toolName: "x", toolArguments: `}{]["\\u${IMAGE}` },
  "arguments of 20,000 numbers": { toolName: "x", toolArguments: `[${"1,".repeat(20_000)}1]` },
  "arguments with keys of an object": {
    toolName: "x",
    toolArguments: '{"toString":1,"valueOf":2,"hasOwnProperty":3,"__proto__":{"y":4}}',
  },
  "names of 5,000 characters": {
    toolName: "n".repeat(5_000),
    model: "m".repeat(5_000),
    title: "t".repeat(5_000),
  },
  "reasoning of HTML blocks": { reasoning: `<think>\n\n${IMAGE}\n\n</think>\n\n\`\`\`\n${IMAGE}` },
  "reasoning of 100,000 characters": { reasoning: "a ".repeat(50_000) },
  "everything at once": Object.fromEntries(Object.keys(PLACES).map((place) => [place, IMAGE])),
};

/** Outputs whose other parts are hostile, by name. */
export const hostileParts: Readonly<Record<string, HostileParts>> = {
  ...Object.fromEntries(
    Object.keys(PLACES).flatMap((place) =>
      Object.entries(TEXTS).map(([what, text]): [string, HostileParts] => [
        `${what} as ${place}`,
        { [place]: text },
      ]),
    ),
  ),
  ...SPECIAL,
};
