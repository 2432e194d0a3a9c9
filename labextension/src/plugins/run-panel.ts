import type { DocumentRegistry } from "@jupyterlab/docregistry";
import type { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import { Panel, Widget } from "@lumino/widgets";
import { type Cancel, type Clock, instantAfter, systemClock } from "millrace/clock";
import { decodeBase64, messageOf } from "millrace/events";

import type { RunReport } from "../view/run/run-report.ts";

/** How often a run that has not ended is read again, if its report can be seen. */
const REFRESH_MS = 5_000;

/** The parts of JupyterLab that show a run. */
export interface RunServices {
  readonly contents: {
    get(
      path: string,
      options: {
        readonly type: "file";
        readonly format: "base64";
        readonly content: true;
      },
    ): Promise<{ readonly content: unknown }>;
  };
  readonly rendermime: IRenderMimeRegistry;
  /** Opens a file in the text editor. */
  openAsText(path: string): void;
}

/** The report of the run whose manifest was opened. Reads the run's other files from the same folder. */
export class RunPanel extends Panel {
  readonly #context: DocumentRegistry.Context;
  readonly #services: RunServices;
  readonly #clock: Clock = systemClock();
  #refresh: Cancel = () => {};
  /** The files that are shown, to leave the page alone if nothing has changed. */
  #shown = "";
  #report: RunReport | undefined;

  constructor(context: DocumentRegistry.Context, services: RunServices) {
    super();
    this.addClass("mr-run");
    this.node.tabIndex = 0;
    this.node.setAttribute("role", "region");
    this.node.setAttribute("aria-label", "Report of a benchmark run");
    this.#context = context;
    this.#services = services;
    const update = () => {
      this.#update().catch((error: unknown) =>
        this.#showProblem(`Cannot show the run: ${messageOf(error)}`),
      );
    };
    context.model.contentChanged.connect(update, this);
    void context.ready.then(update);
  }

  override dispose(): void {
    this.#refresh();
    super.dispose();
  }

  async #update(): Promise<void> {
    const { path, model } = this.#context;
    const manifest = model.toString();
    const requests = await this.#readBeside("requests.jsonl");
    const [{ runReport }] = await Promise.all([
      import("../view/run/run-report.ts"),
      import("../../style/run.css"),
    ]);
    if (this.isDisposed) return;
    const files = manifest + requests;
    if (files !== this.#shown) {
      this.#shown = files;
      this.#report = runReport({ manifest, requests }, path);
      await this.#show(this.#report);
    }
    if (this.#report?.kind === "report" && this.#report.isRunning) this.#refreshLater();
  }

  /** Returns the text of a file in the folder of the manifest; empty if there is none. */
  async #readBeside(name: string): Promise<string> {
    const { path } = this.#context;
    const folder = path.slice(0, Math.max(path.lastIndexOf("/"), path.lastIndexOf(":")) + 1);
    const { contents } = this.#services;
    // As bytes: the server refuses text whose last character was cut when the run was killed.
    const options = { type: "file", format: "base64", content: true } as const;
    const file = await contents.get(folder + name, options).catch(() => undefined);
    const bytes = file === undefined ? undefined : decodeBase64(String(file.content));
    return bytes === undefined ? "" : new TextDecoder().decode(bytes);
  }

  async #show(report: RunReport): Promise<void> {
    for (const widget of this.widgets.slice()) widget.dispose();
    if (report.kind === "unreadable") return this.#showProblem(report.problem);
    this.addWidget(line("mr-run-facts", report.facts));
    if (report.remark !== undefined) this.addWidget(line("mr-run-remark", report.remark, "status"));
    await this.#render("text/html", report.report);
    if (report.charts !== undefined) {
      await this.#render("application/vnd.vegalite.v5+json", report.charts);
    }
  }

  #refreshLater(): void {
    this.#refresh();
    const at = instantAfter(this.#clock.now(), REFRESH_MS);
    this.#refresh = this.#clock.callAt(at, () => {
      if (!this.isVisible) return this.#refreshLater();
      // If the manifest has changed as well, `contentChanged` follows.
      this.#context
        .revert()
        .then(() => this.#update())
        .catch(() => this.#refreshLater());
    });
  }

  async #render(type: string, bundle: Readonly<Record<string, unknown>>): Promise<void> {
    const { rendermime } = this.#services;
    const shown = rendermime.preferredMimeType({ [type]: 0 }, "any") ?? "text/plain";
    const data = JSON.parse(JSON.stringify({ [shown]: bundle[shown] }));
    const renderer = rendermime.createRenderer(shown);
    this.addWidget(renderer);
    // Not trusted: the file may come from anywhere. JupyterLab then sanitizes the HTML.
    await renderer.renderModel(rendermime.createModel({ data, trusted: false }));
  }

  #showProblem(problem: string): void {
    this.addWidget(line("mr-run-problem", problem, "alert"));
    const button = document.createElement("button");
    button.type = "button";
    button.className = "mr-run-button";
    button.textContent = "Open as text";
    button.addEventListener("click", () => this.#services.openAsText(this.#context.path));
    this.addWidget(new Widget({ node: button }));
  }
}

function line(className: string, text: string, role?: string): Widget {
  const node = document.createElement("p");
  node.className = className;
  node.textContent = text;
  if (role !== undefined) node.setAttribute("role", role);
  return new Widget({ node });
}
