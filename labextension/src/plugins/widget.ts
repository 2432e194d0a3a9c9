import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { readStreamDocument } from "millrace/protocols";

import { version } from "../../package.json";
import type { StreamHub } from "../kernel/stream-hub.ts";
import { mountStreamView } from "../view/stream-view.ts";
import { followDocument } from "./follow-document.ts";
import { IStreamHub } from "./streams.ts";

/**
 * Registers the classes `StreamModel` and `StreamView` of the widget module `millrace-jupyterlab`, for users who
 * compose widgets. Their trait `document` is a stream's document. One that has not ended is updated by its kernel.
 */
export const widgetPlugin: JupyterFrontEndPlugin<void> = {
  id: "millrace-jupyterlab:widget",
  description: "Shows streams of language models as widgets.",
  autoStart: true,
  requires: [IStreamHub],
  async activate(app: JupyterFrontEnd, hub: StreamHub) {
    // This module is missing if jupyterlab_widgets is not installed. A static import would fail the whole extension.
    const base = await import("@jupyter-widgets/base").catch(() => undefined);
    const registry = base && (await app.resolveOptionalService(base.IJupyterWidgetRegistry));
    if (base === undefined || !registry) return;

    class StreamModel extends base.DOMWidgetModel {
      override defaults() {
        return {
          ...super.defaults(),
          _model_module: "millrace-jupyterlab",
          _model_module_version: version,
          _model_name: "StreamModel",
          _view_module: "millrace-jupyterlab",
          _view_module_version: version,
          _view_name: "StreamView",
          document: null,
        };
      }
    }

    class StreamView extends base.DOMWidgetView {
      #unfollow = () => {};
      #dispose = () => {};

      override render() {
        const view = mountStreamView(this.el, { controls: hub.controls });
        this.#dispose = view.dispose;
        const show = () => {
          this.#unfollow();
          const document = readStreamDocument(this.model.get("document"));
          if (document !== undefined) this.#unfollow = followDocument(hub, document, view.show).end;
        };
        this.listenTo(this.model, "change:document", show);
        show();
      }

      override remove() {
        this.#unfollow();
        this.#dispose();
        return super.remove();
      }
    }

    registry.registerWidget({
      name: "millrace-jupyterlab",
      version,
      exports: { StreamModel, StreamView },
    });
  },
};
