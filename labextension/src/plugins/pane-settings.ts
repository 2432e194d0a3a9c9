import type { ISettingRegistry } from "@jupyterlab/settingregistry";

/** The settings of panes, with the defaults of `schema/streams.json`. */
export interface PaneSettings {
  readonly pauseStopsReading: boolean;
}

/**
 * Applies the user's settings to all panes of the page, now and after each change. Height and figures apply to panes that
 * are shown, the meaning of Pause to later ones.
 */
export function paneSettings(
  registry: ISettingRegistry | null,
  pluginId: string,
  page: HTMLElement = document.documentElement,
): PaneSettings {
  const state = { pauseStopsReading: false };

  function apply(settings: ISettingRegistry.ISettings): void {
    const { paneHeight, showFigures, pause } = settings.composite;
    if (typeof paneHeight === "number") {
      page.style.setProperty("--mr-pane-height", `${paneHeight}em`);
    }
    page.toggleAttribute("data-mr-no-figures", showFigures === false);
    state.pauseStopsReading = pause === "reading";
  }

  void registry?.load(pluginId).then(
    (settings) => {
      apply(settings);
      settings.changed.connect(apply);
    },
    // Without its schema, as in a notebook application that serves none, the defaults apply.
    () => undefined,
  );
  return state;
}
