/**
 * Do 32 panes at 200 tokens a second each keep up in JupyterLab, and lose nothing?
 *
 * Run: `node -C millrace-source benchmarks/suites/panes.bench.ts [panes] [seconds]`, after `npm test` or `npm start` has
 * set up `.venv`.
 *
 * Everything runs on this machine: the simulated providers, the Deno kernel, the Jupyter server and headless Chromium,
 * which draws without a GPU. All panes are visible. The lag of a paint is from the moment when the kernel sent the oldest
 * text that it shows to the next animation frame; the kernel holds text for up to 33 ms before that. Do not conclude how
 * a page behaves on a machine with a GPU or with other work: compare runs on one quiet machine.
 */
import { readStreamBundle } from "../../src/protocols/index.ts";
import { quantile, sorted } from "../../src/stats/index.ts";
import { asList, asNumber, asText, dig } from "../../src/wire/index.ts";
import {
  command,
  savedNotebook,
  startLabRoom,
  writeNotebook,
} from "../../test/support/lab-page.ts";
import { IMPORTS } from "../../test/support/streams/live-streams.ts";
import { printSuite } from "./bench-table.ts";

const PANES = Number(process.argv[2] ?? 32);
const SECONDS = Number(process.argv[3] ?? 20);
const TOKENS_PER_SECOND = 200;

/** The pass lines. */
const FRAMES_PER_SECOND = 40;
const LAG_P95_MS = 250;

const tokens = TOKENS_PER_SECOND * SECONDS;
const answer = `${"word ".repeat(tokens - 1)}end`;
/** All requests arrive before the first token is due. */
const cell = `await show(stream(\`echo: \${"word ".repeat(${tokens - 1})}end\`, {
  model: "fixed:ttftMs=8000,itlMs=${1_000 / TOKENS_PER_SECOND}",
}));void 0`;

const room = await startLabRoom();
try {
  await writeNotebook(room, "panes.ipynb", [IMPORTS, ...Array.from({ length: PANES }, () => cell)]);
  const page = await room.open("panes.ipynb");
  await page.evaluate(() => {
    // So low that all panes are visible at once.
    document.documentElement.style.setProperty("--mr-pane-height", "4em");
  });
  await command(page, "notebook:hide-all-cell-code");
  await command(page, "notebook:run-all-cells");
  const measured: unknown = await page.evaluate(measure, PANES);
  await command(page, "docmanager:save");

  const [, ...outputs] = asList(dig(await savedNotebook(room, "panes.ipynb"), "cells"));
  const texts = outputs.map((output) => {
    const data = dig(output, "outputs", 0, "data");
    const plain = asList(dig(data, "text/plain")).map(asText).join("");
    return readStreamBundle({ ...Object(data), "text/plain": plain })?.text ?? "";
  });
  const lostChars = texts.reduce(
    (sum, text) => sum + (text === answer ? 0 : answer.length - text.length),
    0,
  );
  const lags = sorted(asList(dig(measured, "lagsMs")).flatMap((lag) => asNumber(lag) ?? []));
  const framesPerSecond = asNumber(dig(measured, "framesPerSecond")) ?? 0;
  const visible = asNumber(dig(measured, "visible")) ?? 0;
  const frameMs = 1_000 / framesPerSecond;
  printSuite({
    [`${PANES} panes at ${TOKENS_PER_SECOND} tokens/s for ${SECONDS} s, ${visible} of them visible`]:
      [
        { name: "lost", unit: "characters", samples: [lostChars], atMost: 0 },
        {
          name: "time per frame",
          unit: "ms",
          samples: [frameMs],
          atMost: 1_000 / FRAMES_PER_SECOND,
        },
        { name: "displayed lag, p50", unit: "ms", samples: [quantile(lags, 0.5)] },
        {
          name: "displayed lag, p95",
          unit: "ms",
          samples: [quantile(lags, 0.95)],
          atMost: LAG_P95_MS,
        },
      ],
  });
} finally {
  await room.close();
}

/** Runs in the page until all panes have ended. Counts frames from the first text to the first end. */
async function measure(panes: number): Promise<unknown> {
  const { sessionContext } = Reflect.get(globalThis, "jupyterapp").shell.currentWidget;
  const unshown = new Map<string, number>();
  const lagsMs: number[] = [];
  const count = { frames: 0, startedMs: 0, endedMs: 0 };
  const wallMs = () => performance.timeOrigin + performance.now();
  const roots = Array.from(document.querySelectorAll<HTMLElement>("[data-millrace-stream]"));

  sessionContext.iopubMessage.connect((_sender: unknown, message: never) => {
    const { type, sentAtMs, s } = Object(Object(message).content).data ?? {};
    if (type !== "batch") return;
    count.startedMs ||= performance.now();
    for (const [stream] of s) if (!unshown.has(stream)) unshown.set(stream, sentAtMs);
  });
  for (const root of roots) {
    const stream = root.dataset["millraceStream"] ?? "";
    new MutationObserver(() => {
      const sentAtMs = unshown.get(stream);
      if (sentAtMs === undefined) return;
      unshown.delete(stream);
      requestAnimationFrame(() => lagsMs.push(wallMs() - sentAtMs));
    }).observe(root.querySelector(".mr-scroll") ?? root, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  }
  await new Promise<void>((resolve) => {
    const frame = () => {
      const ended = document.querySelectorAll('[data-millrace-stream][data-state="stop"]').length;
      if (ended === 0 && count.startedMs > 0) count.frames++;
      else if (count.endedMs === 0 && ended > 0) count.endedMs = performance.now();
      if (ended === panes) resolve();
      else requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  const visible = roots.filter((root) => root.getBoundingClientRect().top < innerHeight).length;
  const framesPerSecond = (count.frames * 1_000) / (count.endedMs - count.startedMs);
  return { lagsMs, framesPerSecond, visible };
}
