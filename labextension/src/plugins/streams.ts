import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { IEditorLanguageRegistry } from "@jupyterlab/codemirror";
import { type ConsolePanel, IConsoleTracker } from "@jupyterlab/console";
import { INotebookTracker, type NotebookPanel } from "@jupyterlab/notebook";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { ISettingRegistry } from "@jupyterlab/settingregistry";
import { Token } from "@lumino/coreutils";
import { systemClock } from "millrace/clock";
import { COMPARISON_MIME_TYPE, STREAM_MIME_TYPE } from "millrace/protocols";

import { keepStreams } from "../documents/keep-streams.ts";
import { type StreamHub, streamHub } from "../kernel/stream-hub.ts";
import { ComparisonRenderer } from "./comparison-renderer.ts";
import { paneSettings } from "./pane-settings.ts";
import { StreamRenderer } from "./stream-renderer.ts";
import { UnattendedButton } from "./unattended-button.ts";
import { viewServices } from "./view-services.ts";
import { watchKernel } from "./watch-kernel.ts";

/** The streams of this page, for other plugins. */
export const IStreamHub = new Token<StreamHub>("millrace-jupyterlab:IStreamHub");

/** Also the name of the settings in `schema/`. */
const PLUGIN_ID = "millrace-jupyterlab:streams";

/** Precedes the HTML and text in the same bundle, which are for front ends without this extension. */
const RANK = -20;

/** Watches the kernels of all notebooks and consoles, and shows their streams. */
export const streamsPlugin: JupyterFrontEndPlugin<StreamHub> = {
  id: PLUGIN_ID,
  description: "Shows streams of language models in notebooks and consoles.",
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [INotebookTracker, IConsoleTracker, IEditorLanguageRegistry, ISettingRegistry],
  provides: IStreamHub,
  activate(
    _app: JupyterFrontEnd,
    rendermime: IRenderMimeRegistry,
    ...[notebooks, consoles, languages, settings]: [
      INotebookTracker | null,
      IConsoleTracker | null,
      IEditorLanguageRegistry | null,
      ISettingRegistry | null,
    ]
  ) {
    const hub = streamHub();
    const services = viewServices(languages, paneSettings(settings, PLUGIN_ID));
    // Nothing in the data can run: it becomes text nodes, and elements of an allow-list. So untrusted notebooks show it.
    const safe = true;
    rendermime.addFactory(
      {
        safe,
        mimeTypes: [STREAM_MIME_TYPE],
        createRenderer: () => new StreamRenderer(hub, services),
      },
      RANK,
    );
    rendermime.addFactory(
      {
        safe,
        mimeTypes: [COMPARISON_MIME_TYPE],
        createRenderer: () => new ComparisonRenderer(hub, services),
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
      kernel: () => sessionContext.session?.kernel?.id,
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
      kernel: () => sessionContext.session?.kernel?.id,
      changed: shown.cells.changed,
      disposed: shown.disposed,
    },
    systemClock(),
  );
}
