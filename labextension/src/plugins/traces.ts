import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { MimeDocumentFactory } from "@jupyterlab/docregistry";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { TRACE_MIME_TYPE } from "millrace/protocols";

import { TraceRenderer } from "./trace-renderer.ts";

const FILE_TYPE = "millrace-trace";

/** Precedes the HTML and text in the same bundle, which are for front ends without this extension. */
const RANK = -20;

/** Shows recorded streams as timelines: in notebooks, and the files that `millrace record` and `bench` write. */
export const tracesPlugin: JupyterFrontEndPlugin<void> = {
  id: "millrace-jupyterlab:traces",
  description: "Shows recorded streams of language models as timelines with replay.",
  autoStart: true,
  requires: [IRenderMimeRegistry],
  activate(app: JupyterFrontEnd, rendermime: IRenderMimeRegistry) {
    rendermime.addFactory(
      // What a file contains becomes text nodes, so untrusted notebooks show it as well.
      { safe: true, mimeTypes: [TRACE_MIME_TYPE], createRenderer: () => new TraceRenderer() },
      RANK,
    );
    const { docRegistry } = app;
    docRegistry.addFileType({
      name: FILE_TYPE,
      displayName: "Millrace trace",
      mimeTypes: [TRACE_MIME_TYPE],
      // The default names of `millrace record` and of a run's traces. Other JSON lines: "Open With".
      pattern: String.raw`^(?:.+\.)?(?:trace|traces|recordings)\.jsonl$`,
      contentType: "file",
      fileFormat: "text",
    });
    docRegistry.addWidgetFactory(
      new MimeDocumentFactory({
        name: "Millrace Timeline",
        rendermime,
        dataType: "string",
        primaryFileType: docRegistry.getFileType(FILE_TYPE),
        fileTypes: [FILE_TYPE, "jsonl"],
        defaultFor: [FILE_TYPE],
      }),
    );
  },
};
