import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { Widget } from "@lumino/widgets";
import { instantAfter, systemClock } from "millrace/clock";
import {
  documentOf,
  readStreamBundle,
  receivedFrom,
  type ReceivedStream,
  streamBundle,
} from "millrace/protocols";

import type { StreamHub } from "../kernel/stream-hub.ts";
import { mountStreamView, type StreamView } from "../view/stream-view.ts";

/** So often a live stream is put into the notebook, for the case that the page is closed. */
const KEEP_MS = 10_000;

/**
 * Shows a stream in an output cell, live where its kernel feeds it and as it was kept where none does,
 * and keeps it in the notebook.
 */
export class StreamRenderer extends Widget implements IRenderMime.IRenderer {
  readonly #hub: StreamHub;
  readonly #clock = systemClock();
  readonly #view: StreamView;
  #model: IRenderMime.IMimeModel | undefined;
  #followed: string | undefined;
  #leave = () => {};
  #keptAt = this.#clock.now();

  constructor(hub: StreamHub) {
    super();
    this.addClass("mr-output");
    this.#hub = hub;
    this.#view = mountStreamView(this.node, {
      stop: ({ session, id }) => hub.stop({ session, id }),
    });
  }

  /** Comes again whenever the output changes, also when we changed it: then nothing is done. */
  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this.#model = model;
    const document = readStreamBundle(model.data);
    if (document === undefined) {
      this.node.dataset["problem"] = "This stream cannot be shown: it was not written by Millrace";
      return;
    }
    delete this.node.dataset["problem"];
    const kept = receivedFrom(document);
    const name = `${document.session}/${document.id}`;
    if (document.state === "ended") {
      this.#leave();
      this.#followed = name;
      this.#view.show(kept, "gone");
    } else if (this.#followed !== name) {
      this.#leave();
      this.#followed = name;
      this.#view.show(kept, "gone");
      this.#leave = this.#hub.follow(document, (stream) => this.#take(stream ?? kept, stream));
    }
    await this.#view.painted();
  }

  override dispose(): void {
    this.#leave();
    super.dispose();
  }

  #take(shown: ReceivedStream, live: ReceivedStream | undefined): void {
    this.#view.show(shown, live === undefined ? "gone" : "live");
    const now = this.#clock.now();
    const isDue = now >= instantAfter(this.#keptAt, KEEP_MS) && shown.text !== "";
    if (live === undefined || !(live.state === "ended" || isDue)) return;
    this.#keptAt = now;
    // The kernel's own update finds no cell after the page was reloaded; this does.
    // All of the data: older versions of this package also wrote `text/markdown`, which is not safe.
    this.#model?.setData({ data: asJson(streamBundle(documentOf(live))) });
  }
}

/** As it will be in the file: without the fields that are `undefined`. */
function asJson(bundle: Readonly<Record<string, unknown>>): IRenderMime.IMimeModel["data"] {
  return JSON.parse(JSON.stringify(bundle));
}
