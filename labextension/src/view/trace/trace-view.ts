import type { Trace } from "millrace/events";

import { keepScrollKeys } from "../pane/scroll-keys.ts";
import { createPart } from "./create-part.ts";
import { readTraceFile } from "./read-trace-file.ts";
import { mountTimeline } from "./timeline-view.ts";

/** A file of recorded streams on a page. */
export interface TraceView {
  /** Shows the traces in a text. Does nothing for the text that is shown already. */
  show(text: string): void;
  dispose(): void;
}

/**
 * Mounts a view of recorded streams into `host`: a timeline with replay, one trace at a time. It does not depend on
 * Jupyter. What the file contains becomes text nodes.
 */
export function mountTraceView(host: HTMLElement): TraceView {
  const root = createPart("section", "mr-trace");
  root.setAttribute("role", "region");
  root.setAttribute("aria-label", "Recorded streams");
  keepScrollKeys(root);
  host.append(root);
  let shown: string | undefined;
  let unmount = () => {};

  function showTrace(body: HTMLElement, trace: Trace): void {
    unmount();
    body.replaceChildren();
    unmount = mountTimeline(body, trace);
  }

  return {
    show(text) {
      if (text === shown) return;
      shown = text;
      const { traces, problem } = readTraceFile(text);
      const [first] = traces;
      const body = createPart("div", "mr-trace-body");
      unmount();
      unmount = () => {};
      root.replaceChildren();
      if (problem !== undefined) root.append(problemLine(problem));
      if (traces.length > 1) root.append(choiceOf(traces, (trace) => showTrace(body, trace)));
      root.append(body);
      if (first !== undefined) showTrace(body, first);
    },
    dispose() {
      unmount();
      root.remove();
    },
  };
}

function problemLine(problem: string): HTMLElement {
  const line = createPart("p", "mr-trace-problem");
  line.setAttribute("role", "alert");
  line.textContent = problem;
  return line;
}

/** A menu of the file's traces. */
function choiceOf(traces: readonly Trace[], choose: (trace: Trace) => void): HTMLElement {
  const label = createPart("label", "mr-trace-choice");
  const select = document.createElement("select");
  for (const [index, { id, model }] of traces.entries()) {
    const option = document.createElement("option");
    option.value = String(index);
    option.textContent = `${index + 1} of ${traces.length} · ${id} · ${model}`;
    select.append(option);
  }
  select.addEventListener("change", () => {
    const trace = traces[Number(select.value)];
    if (trace !== undefined) choose(trace);
  });
  label.append("Stream ", select);
  return label;
}
