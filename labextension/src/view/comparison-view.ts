import { systemClock } from "millrace/clock";
import type { ReceivedStream } from "millrace/protocols";

import { differenceTable } from "./comparison/difference-table.ts";
import { timeline } from "./comparison/timeline.ts";
import { element } from "./element.ts";
import { pace } from "./pace.ts";
import { pageFrames } from "./page-frames.ts";
import { figureReader } from "./pane/figures.ts";
import { promptPart } from "./pane/prompt-part.ts";
import type { Feed, StreamControls, ViewServices } from "./stream-controls.ts";
import { mountStreamView } from "./stream-view.ts";

/** Options of {@link mountComparisonView}. */
export interface ComparisonViewOptions {
  readonly title: string | undefined;
  /** What all of the models were asked; `undefined` if unknown. */
  readonly prompt: string | undefined;
  readonly arms: readonly {
    readonly name: string;
    readonly controls: (stream: ReceivedStream) => StreamControls;
  }[];
  readonly services?: ViewServices | undefined;
}

/** Streams side by side. */
export interface ComparisonView {
  /** Shows the stream of an arm, by its index, with the next frame. */
  show(arm: number, stream: ReceivedStream, feed: Feed): void;
  /** Resolves when the last streams of {@link show} are on the page. */
  painted(): Promise<void>;
  /** Ends all work of the view. */
  dispose(): void;
}

let comparisons = 0;

/**
 * Mounts streams side by side, on one time axis that begins with their requests. On a narrow page they are below each other.
 * When all have ended, a table shows their differences.
 */
export function mountComparisonView(
  host: HTMLElement,
  { title, prompt, arms, services }: ComparisonViewOptions,
): ComparisonView {
  const root = element("section", "mr-comparison");
  root.setAttribute("role", "region");
  root.setAttribute("aria-label", `${title ?? "Comparison"}, comparison ${++comparisons}`);
  root.tabIndex = -1;
  const question = promptPart();
  question.show(prompt);
  const row = element("div", "mr-arms");
  const panes = arms.map(({ name, controls }) => {
    const place = element("div", "mr-arm");
    row.append(place);
    const view = mountStreamView(place, { controls, services });
    return { name, view, reader: figureReader() };
  });
  const drawing = timeline(arms.map(({ name }) => name));
  const table = differenceTable();
  if (title !== undefined) root.append(element("div", "mr-comparison-title", title));
  root.append(question.node, row, drawing.node, table.node);
  host.append(root);

  const newest: (ReceivedStream | undefined)[] = arms.map(() => undefined);
  let tabled: readonly (ReceivedStream | undefined)[] = [];
  const frames = pageFrames().register(root, { paint });
  const drawingPace = pace(systemClock(), frames.request);

  function paint(): boolean {
    const measured = panes.flatMap(({ name, reader }, index) => {
      const stream = newest[index];
      return stream?.end === undefined ? [] : [{ name, stream, figures: reader.read(stream) }];
    });
    const isLive = measured.length < panes.length;
    if (drawingPace.isDue(!isLive)) drawing.draw(newest);
    if (isLive) table.hide();
    else if (newest.some((stream, index) => stream !== tabled[index])) {
      table.show(measured);
      tabled = [...newest];
    }
    return true;
  }

  return {
    show(arm, stream, feed) {
      const { name, view } = panes[arm] ?? {};
      newest[arm] = stream;
      // The question is above all of them.
      view?.show({ ...stream, title: name, prompt: undefined }, feed);
      frames.request();
    },
    async painted() {
      await Promise.all(panes.map(({ view }) => view.painted()));
    },
    dispose() {
      frames.dispose();
      drawingPace.dispose();
      for (const { view } of panes) view.dispose();
      root.remove();
    },
  };
}
