import type { IRenderMime } from "@jupyterlab/rendermime-interfaces";
import { Widget } from "@lumino/widgets";
import { TRACE_MIME_TYPE } from "millrace/protocols";

import type { TraceView } from "../view/trace/trace-view.ts";

/** Shows recorded streams, in an output cell or as a file. Its code is loaded when it is needed first. */
export class TraceRenderer extends Widget implements IRenderMime.IRenderer {
  #view: TraceView | undefined;

  constructor() {
    super();
    this.addClass("mr-trace-document");
  }

  /** @param model Its data is one trace as JSON, or the text of a file with a trace in each line. */
  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    const data = model.data[TRACE_MIME_TYPE];
    const text = typeof data === "string" ? data : JSON.stringify(data);
    const [{ mountTraceView }] = await Promise.all([
      import("../view/trace/trace-view.ts"),
      import("../../style/trace.css"),
    ]);
    if (this.isDisposed) return;
    this.#view ??= mountTraceView(this.node);
    this.#view.show(text);
  }

  override dispose(): void {
    this.#view?.dispose();
    super.dispose();
  }
}
