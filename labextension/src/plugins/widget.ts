import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { readStreamDocument, receivedFrom } from "millrace/protocols";

import { version } from "../../package.json";
import type { StreamHub } from "../kernel/stream-hub.ts";
import { mountStreamView } from "../view/stream-view.ts";
import { IStreamHub } from "./streams.ts";

/**
 * Registers the classes `StreamModel` and `StreamView` of the widget module `millrace-jupyterlab`, for
 * people who compose widgets. Their trait `document` is a stream's document; one that has not ended is
 * followed as its kernel goes on.
 */
export const widgetPlugin: JupyterFrontEndPlugin<void> = {
  id: "millrace-jupyterlab:widget",
  description: "Shows streams of language models as widgets.",
  autoStart: true,
  requires: [IStreamHub],
  async activate(app: JupyterFrontEnd, hub: StreamHub) {
    // Where jupyterlab_widgets is not installed this module is not there; an import at the top would
    // take the whole extension down with it.
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
      #leave = () => {};

      override render() {
        const view = mountStreamView(this.el, { stop: (stream) => hub.stop(stream) });
        const show = () => {
          const document = readStreamDocument(this.model.get("document"));
          this.#leave();
          if (document === undefined) return;
          const kept = receivedFrom(document);
          view.show(kept, "gone");
          if (document.state === "ended") return;
          this.#leave = hub.follow(document, (stream) =>
            view.show(stream ?? kept, stream === undefined ? "gone" : "live"),
          );
        };
        this.listenTo(this.model, "change:document", show);
        show();
      }

      override remove() {
        this.#leave();
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
