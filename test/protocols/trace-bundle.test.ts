import { describe, expect, it } from "vitest";

import { readTraces } from "../../src/events/index.ts";
import { TRACE_MIME_TYPE, traceBundle } from "../../src/protocols/index.ts";
import { madeTrace } from "../labextension/trace/made-trace.ts";
import { htmlNodesIn } from "../support/html-nodes.ts";

describe("traceBundle()", () => {
  it("has the trace, and a summary with the answer for other front ends", () => {
    const bundle = traceBundle(madeTrace());
    const { traces } = readTraces(JSON.stringify(bundle[TRACE_MIME_TYPE]));

    expect(traces).toEqual([madeTrace()]);
    expect(bundle["text/plain"]).toBe(
      "Recorded stream · made-model · first token after 100 ms · 2 reads · 11 events\n\nHello world\n!",
    );
  });

  it("has safe HTML for any answer", () => {
    const [read] = madeTrace().events;
    const event = {
      ...Object(read?.event),
      type: "text-delta",
      block: "0",
      text: "</pre>\n\n<img src=x onerror=alert(1)>",
    };
    const trace = { ...madeTrace(), events: [{ event, read: 0 }] };
    const html = String(traceBundle(trace)["text/html"]);

    expect(new Set(htmlNodesIn(html).map(({ name }) => name))).toEqual(
      new Set(["div", "pre", "#text"]),
    );
    expect(html).not.toContain("\n");
  });
});
