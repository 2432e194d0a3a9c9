import type { IEditorLanguageRegistry } from "@jupyterlab/codemirror";

import type { Highlighter } from "../view/markdown/markdown-view-options.ts";
import { katexTypesetter } from "../view/markdown/katex-typesetter.ts";
import type { ViewServices } from "../view/stream-controls.ts";
import type { PaneSettings } from "./pane-settings.ts";

/** Returns what JupyterLab offers to panes. */
export function viewServices(
  languages: IEditorLanguageRegistry | null,
  settings: PaneSettings,
): ViewServices {
  return {
    code: languages === null ? undefined : highlighter(languages),
    typeset: katexTypesetter,
    get pauseStopsReading() {
      return settings.pauseStopsReading;
    },
  };
}

/** Finds languages by name, alias, MIME type and file extension, as JupyterLab does for its own Markdown. */
function highlighter(languages: IEditorLanguageRegistry): Highlighter {
  return async (name) => {
    const known = languages.findBest(name, false);
    const loaded = known && (await languages.getLanguage(known));
    return loaded?.support?.language.parser;
  };
}
