/** Makes what `npm test` needs, and fails where a browser is missing: no test is skipped in silence. */
import { findChromium } from "./chromium.ts";
import { prepareLab, terminalProgress } from "./lab/index.ts";
import { runMain } from "./main-program.ts";

await runMain(async () => {
  const progress = terminalProgress();
  progress.say(`Browser: ${findChromium()}`);
  await prepareLab(progress);
});
