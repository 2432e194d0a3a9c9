import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { Widget } from "@lumino/widgets";
import { elapsedMs, systemClock } from "millrace/clock";
import {
  documentOf,
  readStreamBundle,
  type ReceivedStream,
  streamBundle,
} from "millrace/protocols";

import type { StreamHub, StreamName } from "../kernel/stream-hub.ts";
import type { Feed } from "../view/stream-controls.ts";
import { mountStreamView, type StreamView } from "../view/stream-view.ts";
import { followDocument } from "./follow-document.ts";

/** How often a live stream is saved in the notebook, in case the page is closed. */
const SAVE_MS = 10_000;

/**
 * Shows a stream in an output cell: live while a kernel feeds it, otherwise as it was saved. Saves it in the
 * notebook.
 */
export class StreamRenderer extends Widget implements IRenderMime.IRenderer {
  readonly #hub: StreamHub;
  readonly #clock = systemClock();
  readonly #view: StreamView;
  #model: IRenderMime.IMimeModel | undefined;
  #followed: StreamName | undefined;
  #unfollow = () => {};
  #savedAt = this.#clock.now();

  constructor(hub: StreamHub) {
    super();
    this.addClass("mr-output");
    this.#hub = hub;
    this.#view = mountStreamView(this.node, {
      controls: (stream) => ({ stop: () => hub.stop(stream) }),
    });
  }

  /** Called whenever the output changes, also by this renderer: then it does nothing. */
  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this.#model = model;
    const document = readStreamBundle(model.data);
    if (document === undefined) {
      this.node.dataset["problem"] = "This stream cannot be shown: it was not written by Millrace";
      return;
    }
    delete this.node.dataset["problem"];
    const { session, id, state } = document;
    const isFollowed = this.#followed?.session === session && this.#followed.id === id;
    if (state === "ended" || !isFollowed) {
      this.#unfollow();
      this.#followed = { session, id };
      this.#unfollow = followDocument(this.#hub, document, (...shown) => this.#show(...shown));
    }
    await this.#view.painted();
  }

  override dispose(): void {
    this.#unfollow();
    super.dispose();
  }

  #show(stream: ReceivedStream, feed: Feed): void {
    this.#view.show(stream, feed);
    const now = this.#clock.now();
    const isDue = elapsedMs(this.#savedAt, now) >= SAVE_MS && stream.text !== "";
    if (feed === "gone" || !(stream.state === "ended" || isDue)) return;
    this.#savedAt = now;
    // After a reload of the page, the kernel's own update finds no cell, but this does. It replaces all of the data,
    // because older versions of this package also wrote `text/markdown`, which is not safe.
    this.#model?.setData({ data: asJson(streamBundle(documentOf(stream))) });
  }
}

/** Returns the bundle as it will be in the file: without the fields that are `undefined`. */
function asJson(bundle: Readonly<Record<string, unknown>>): IRenderMime.IMimeModel["data"] {
  return JSON.parse(JSON.stringify(bundle));
}
