import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { Widget } from "@lumino/widgets";
import { type ComparisonDocument, readComparisonBundle } from "millrace/protocols";

import type { StreamHub } from "../kernel/stream-hub.ts";
import type { ComparisonView, mountComparisonView } from "../view/comparison-view.ts";
import type { ViewServices } from "../view/stream-controls.ts";
import { followDocument, type FollowedDocument } from "./follow-document.ts";

interface Shown {
  readonly view: ComparisonView;
  readonly followed: readonly FollowedDocument[];
  /** The streams that it shows, in order. */
  readonly key: string;
}

/** Shows streams side by side in an output cell: live while a kernel feeds them, otherwise as they were saved. */
export class ComparisonRenderer extends Widget implements IRenderMime.IRenderer {
  readonly #hub: StreamHub;
  readonly #services: ViewServices;
  #shown: Shown | undefined;

  constructor(hub: StreamHub, services: ViewServices) {
    super();
    this.addClass("mr-output");
    this.#hub = hub;
    this.#services = services;
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const document = readComparisonBundle(model.data);
    if (document === undefined) {
      this.node.dataset["problem"] =
        "This comparison cannot be shown: it was not written by Millrace";
      return;
    }
    delete this.node.dataset["problem"];
    // Loaded with the first comparison: most notebooks have none.
    const view = await import("../view/comparison-view.ts");
    if (this.isDisposed) return;
    const key = keyOf(document);
    if (this.#shown?.key === key) {
      for (const [index, { stream }] of document.arms.entries()) {
        this.#shown.followed[index]?.offer(stream);
      }
    } else {
      this.#end();
      this.#shown = this.#show(document, key, view.mountComparisonView);
    }
    await this.#shown.view.painted();
  }

  override dispose(): void {
    this.#end();
    super.dispose();
  }

  #show(
    { title, prompt, arms }: ComparisonDocument,
    key: string,
    mount: typeof mountComparisonView,
  ): Shown {
    const view = mount(this.node, {
      title,
      prompt,
      arms: arms.map(({ name }) => ({ name, controls: this.#hub.controls })),
      services: this.#services,
    });
    const followed = arms.map(({ stream }, index) =>
      followDocument(this.#hub, stream, (...shown) => view.show(index, ...shown)),
    );
    return { view, followed, key };
  }

  #end(): void {
    for (const followed of this.#shown?.followed ?? []) followed.end();
    this.#shown?.view.dispose();
    this.#shown = undefined;
  }
}

function keyOf({ title, prompt, arms }: ComparisonDocument): string {
  const names = arms.map(({ name, stream }) => [name, stream.session, stream.id]);
  return JSON.stringify([title, prompt, names]);
}
