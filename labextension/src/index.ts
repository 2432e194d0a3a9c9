import { streamsPlugin } from "./plugins/streams.ts";
import { widgetPlugin } from "./plugins/widget.ts";

/** What JupyterLab loads: the streams of kernels with their renderer, and the widget class. */
export default [streamsPlugin, widgetPlugin];
