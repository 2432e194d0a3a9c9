import { streamsPlugin } from "./plugins/streams.ts";
import { runsPlugin } from "./plugins/runs.ts";
import { tracesPlugin } from "./plugins/traces.ts";
import { widgetPlugin } from "./plugins/widget.ts";

/** The plugins that JupyterLab loads: streams of kernels with their renderer, and the widget. */
export default [streamsPlugin, widgetPlugin, tracesPlugin, runsPlugin];
