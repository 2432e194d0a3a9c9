import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { type ConsolePanel, IConsoleTracker } from "@jupyterlab/console";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { Token } from "@lumino/coreutils";
import { systemClock } from "millrace/clock";
import { STREAM_MIME_TYPE } from "millrace/protocols";

import { keepStreams } from "../documents/keep-streams.ts";
import { type StreamHub, streamHub } from "../kernel/stream-hub.ts";
import { StreamRenderer } from "./stream-renderer.ts";
import { UnattendedButton } from "./unattended-button.ts";
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
    notebooks?.widgetAdded.connect((_sender, panel) => attachNotebook(hub, panel));
    consoles?.widgetAdded.connect((_sender, panel) => attachConsole(hub, panel));
    return hub;
  },
};

function attachNotebook(hub: StreamHub, panel: NotebookPanel): void {
  const { context, sessionContext, toolbar } = panel;
  const clock = systemClock();
  watchKernel(sessionContext, hub);
  const { cells } = context.model;
  keepStreams(
    hub,
    {
      cells: () => cells,
      changed: cells.changed,
      disposed: context.disposed,
      saving: {
        connect: (slot) =>
          context.saveState.connect((_sender, state) => {
            if (state === "started") slot();
          }),
      },
    },
    clock,
  );
  const button = new UnattendedButton(hub, () => sessionContext.session?.kernel, clock);
  if (!toolbar.insertBefore("spacer", "millrace-unattended", button)) {
    toolbar.addItem("millrace-unattended", button);
  }
}

function attachConsole(hub: StreamHub, { console: shown, sessionContext }: ConsolePanel): void {
  watchKernel(sessionContext, hub);
  keepStreams(
    hub,
    {
      cells: () => Array.from(shown.cells, ({ model }) => model),
      changed: shown.cells.changed,
      disposed: shown.disposed,
    },
    systemClock(),
  );
}
