/** JupyterLab shows at most 50 outputs of a cell. */
const OUTPUTS_PER_CELL = 40;

/** Text that the last cell shows. */
export const ALL_SHOWN = "all shown";

/**
 * Cells that show hostile outputs in a Deno kernel. They are read from a file next to the notebook, because JupyterLab
 * hangs on source lines of 100,000 characters. Every second answer streams from the simulated provider, each frame in two
 * packets; the others are events that are cut at random.
 */
export function hostileCells(file: string, count: number): string[] {
  return [
    PRELUDE.replace("FILE", file),
    ...Array.from({ length: Math.ceil(count / OUTPUTS_PER_CELL) }, (_, cell) => {
      const from = cell * OUTPUTS_PER_CELL;
      return `await showAll(${from}, ${from + OUTPUTS_PER_CELL});`;
    }),
    '"all" + " shown"',
  ];
}

const PRELUDE = `import { stream } from "millrace";
import { show } from "millrace/notebook";
import { seededRandom } from "millrace/stats";

const { outputs, seed } = JSON.parse(await Deno.readTextFile("FILE"));
const random = seededRandom(seed);

function* cut(text) {
  for (let at = 0; at < text.length; ) {
    const length = 1 + Math.floor(random() ** 4 * text.length);
    yield text.slice(at, at + length);
    at += length;
  }
}

function endOf(parts) {
  const { abortReason, failureDetail, failureType, finishReason } = parts;
  if (abortReason !== undefined) return { kind: "aborted", raw: abortReason };
  if (failureDetail !== undefined || failureType !== undefined) {
    const failure = { code: "provider-error", detail: failureDetail ?? "x", type: failureType };
    return { kind: "failed", raw: finishReason, failure };
  }
  return finishReason === undefined ? { kind: "stop", raw: "stop" } : { kind: "other", raw: finishReason };
}

function* bodies(text, parts) {
  const { provider = "p", model = "m", requestId, reasoning, attemptFailure } = parts;
  if (attemptFailure !== undefined) {
    const failure = { code: "provider-error", detail: attemptFailure, type: attemptFailure };
    yield { type: "attempt-failed", attempt: 1, failure, next: { kind: "fall-back", provider: attemptFailure } };
  }
  yield { type: "stream-start", provider, model, attempt: 2, requestId };
  if (reasoning !== undefined) {
    yield { type: "reasoning-start", block: "r" };
    for (const part of cut(reasoning)) yield { type: "reasoning-delta", block: "r", text: part };
    yield { type: "reasoning-end", block: "r" };
  }
  yield { type: "text-start", block: "t" };
  for (const part of cut(text)) yield { type: "text-delta", block: "t", text: part };
  yield { type: "text-end", block: "t" };
  const { toolId: id = "t1", toolName: name = "tool", toolArguments = "{}" } = parts;
  if ("toolId" in parts || "toolName" in parts || "toolArguments" in parts) {
    yield { type: "tool-call-start", id, name };
    for (const part of cut(toolArguments)) yield { type: "tool-call-delta", id, text: part };
    yield { type: "tool-call-end", id, name, text: toolArguments, input: undefined };
  }
  yield { type: "stream-end", reason: endOf(parts) };
}

async function* eventsOf({ text, parts }) {
  let seq = 0;
  for (const body of bodies(text, parts)) {
    yield { ...body, at: performance.now(), seq: seq++ };
    if (random() < 0.3) await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function showAll(from, to) {
  const shown = await Promise.all(
    outputs.slice(from, to).map((output, index) => {
      const { title, prompt } = output.parts;
      const isSimulated = index % 2 === 0 && Object.keys(output.parts).length === 0;
      const events = isSimulated
        ? stream("echo: " + output.text, { model: "fixed:ttftMs=5,itlMs=1+split" })
        : Object.assign(eventsOf(output), { prompt });
      return show(events, { title });
    }),
  );
  await Promise.all(shown.map(({ done }) => done));
}`;
