import type { RequestRecord } from "../../bench/index.ts";
import { colourByArm } from "./palette.ts";
import { type Chart, rounded } from "./spec.ts";

/** Enough to see the rhythm; more ticks would look like a grey bar. */
const MOST_ARRIVALS_PER_ROW = 300;

const LAYERS = [
  ["wire", "received"],
  ["flush", "shown"],
] as const;

/**
 * Draws when each chunk of one answer arrived at the wire, and when the buffer released it.
 *
 * @param requests One request of each arm, with the same prompt; only the beginning of long answers is drawn.
 */
export function tokenWaterfall(requests: readonly RequestRecord[], arms: readonly string[]): Chart {
  const rows = requests.flatMap((request) =>
    LAYERS.flatMap(([layer, name]) =>
      arrivalsMs(request, layer).map((atMs) => ({
        row: `${request.arm}: ${name}`,
        arm: request.arm,
        atMs: rounded(atMs),
      })),
    ),
  );
  const order = arms.flatMap((arm) => LAYERS.map(([, name]) => `${arm}: ${name}`));
  const lengths = requests.flatMap(({ gapsUs }) => [gapsUs.wire.length, gapsUs.flush.length]);
  const longest = Math.max(0, ...lengths);
  const pair = (requests[0]?.pair ?? 0) + 1;
  const title = `One answer as received and as shown (pair ${pair})`;
  const cut = `The first ${MOST_ARRIVALS_PER_ROW} of ${longest + 1} chunks`;
  return {
    id: "waterfall",
    title,
    caption:
      "Each tick is a chunk of the answer: above, when it arrived from the network; below, when the buffer released it. " +
      "Even spacing reads as a steady stream.",
    isWide: true,
    view: {
      title: {
        text: title,
        ...(longest >= MOST_ARRIVALS_PER_ROW && { subtitle: cut }),
      },
      width: 760,
      height: { step: 30 },
      data: { values: rows },
      mark: { type: "tick", thickness: 1.5, size: 20, opacity: 0.9 },
      encoding: {
        x: {
          field: "atMs",
          type: "quantitative",
          title: "Time since the scheduled send (ms)",
          scale: { zero: true, nice: true },
        },
        y: {
          field: "row",
          type: "nominal",
          sort: order,
          title: null,
          axis: { grid: false, labelLimit: 220 },
        },
        color: { ...colourByArm(arms), legend: null },
      },
    },
  };
}

/** The first arrivals of one layer, since the scheduled send, or since the first arrival if that is unknown. */
function arrivalsMs(request: RequestRecord, layer: "wire" | "flush"): number[] {
  let atMs = request.metrics[`ttft@${layer}`] ?? 0;
  const arrivals = [atMs];
  for (const gapUs of request.gapsUs[layer].slice(0, MOST_ARRIVALS_PER_ROW - 1)) {
    atMs += gapUs / 1000;
    arrivals.push(atMs);
  }
  return arrivals;
}
