import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { Widget } from "@lumino/widgets";
import { readStreamBundle } from "millrace/protocols";

import type { StreamHub } from "../kernel/stream-hub.ts";
import type { ViewServices } from "../view/stream-controls.ts";
import { mountStreamView, type StreamView } from "../view/stream-view.ts";
import { followDocument, type FollowedDocument } from "./follow-document.ts";

/** Shows a stream in an output cell: live while a kernel feeds it, otherwise as it was saved. */
export class StreamRenderer extends Widget implements IRenderMime.IRenderer {
  readonly #hub: StreamHub;
  readonly #view: StreamView;
  #followed: FollowedDocument | undefined;

  constructor(hub: StreamHub, services: ViewServices) {
    super();
    this.addClass("mr-output");
    this.#hub = hub;
    this.#view = mountStreamView(this.node, { controls: hub.controls, services });
  }

  /** Called whenever the output changes, also when the page itself has saved the stream in it. */
  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const document = readStreamBundle(model.data);
    if (document === undefined) {
      this.node.dataset["problem"] = "This stream cannot be shown: it was not written by Millrace";
      return;
    }
    delete this.node.dataset["problem"];
    const { session, id } = this.#followed?.name ?? {};
    if (session === document.session && id === document.id) this.#followed?.offer(document);
    else {
      this.#followed?.end();
      this.#followed = followDocument(this.#hub, document, this.#view.show);
    }
    await this.#view.painted();
  }

  override dispose(): void {
    this.#followed?.end();
    this.#view.dispose();
    super.dispose();
  }
}
