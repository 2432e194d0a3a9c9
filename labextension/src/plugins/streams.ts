import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { IConsoleTracker } from "@jupyterlab/console";
import { INotebookTracker } from "@jupyterlab/notebook";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { Token } from "@lumino/coreutils";
import { STREAM_MIME_TYPE } from "millrace/protocols";

import { type StreamHub, streamHub } from "../kernel/stream-hub.ts";
import { StreamRenderer } from "./stream-renderer.ts";
import { watchKernel } from "./watch-kernel.ts";

/** The streams of this page, for other plugins. */
export const IStreamHub = new Token<StreamHub>("millrace-jupyterlab:IStreamHub");

/** Precedes the HTML and text in the same bundle, which are for front ends without this extension. */
const RANK = -20;

/** Watches the kernels of all notebooks and consoles, and shows their streams. */
export const streamsPlugin: JupyterFrontEndPlugin<StreamHub> = {
  id: "millrace-jupyterlab:streams",
  description: "Shows streams of language models in notebooks and consoles.",
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [INotebookTracker, IConsoleTracker],
  provides: IStreamHub,
  activate(
    _app: JupyterFrontEnd,
    registry: IRenderMimeRegistry,
    notebooks: INotebookTracker | null,
    consoles: IConsoleTracker | null,
  ) {
    const hub = streamHub();
    registry.addFactory(
      {
        // Nothing in the data can run, because it becomes text nodes. So untrusted notebooks show it as well.
        safe: true,
        mimeTypes: [STREAM_MIME_TYPE],
        createRenderer: () => new StreamRenderer(hub),
      },
      RANK,
    );
    notebooks?.widgetAdded.connect((_sender, panel) => watchKernel(panel.sessionContext, hub));
    consoles?.widgetAdded.connect((_sender, panel) => watchKernel(panel.sessionContext, hub));
    return hub;
  },
};
