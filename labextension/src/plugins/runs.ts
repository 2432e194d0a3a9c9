import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ABCWidgetFactory, type DocumentRegistry, DocumentWidget } from "@jupyterlab/docregistry";
import { IRenderMimeRegistry } from "@jupyterlab/rendermime";

import { RunPanel, type RunServices } from "./run-panel.ts";

const FILE_TYPE = "millrace-run";

/** Shows a benchmark run when the manifest in its folder is opened. */
export const runsPlugin: JupyterFrontEndPlugin<void> = {
  id: "millrace-jupyterlab:runs",
  description: "Shows verdict, validity and charts of a benchmark run.",
  autoStart: true,
  requires: [IRenderMimeRegistry],
  activate(app: JupyterFrontEnd, rendermime: IRenderMimeRegistry) {
    const { docRegistry, commands, serviceManager } = app;
    docRegistry.addFileType({
      name: FILE_TYPE,
      displayName: "Millrace run",
      mimeTypes: ["application/vnd.millrace.run.v1+json"],
      pattern: String.raw`^manifest\.json$`,
      contentType: "file",
      fileFormat: "text",
    });
    const services: RunServices = {
      contents: serviceManager.contents,
      rendermime,
      openAsText: (path) => void commands.execute("docmanager:open", { path, factory: "Editor" }),
    };
    docRegistry.addWidgetFactory(
      new RunFactory(services, {
        name: "Millrace Run",
        fileTypes: [FILE_TYPE],
        defaultFor: [FILE_TYPE],
        readOnly: true,
      }),
    );
  },
};

class RunFactory extends ABCWidgetFactory<DocumentWidget<RunPanel>> {
  readonly #services: RunServices;

  constructor(services: RunServices, options: DocumentRegistry.IWidgetFactoryOptions) {
    super(options);
    this.#services = services;
  }

  protected override createNewWidget(context: DocumentRegistry.Context): DocumentWidget<RunPanel> {
    return new DocumentWidget({ content: new RunPanel(context, this.#services), context });
  }
}
