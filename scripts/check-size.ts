/** Fails when the published package has grown over its budget, so that growth is a decision. */
import { runTool, SetUpError } from "./lab/index.ts";
import { asNumber, dig, parseJson } from "../src/wire/index.ts";
import { runMain } from "./main-program.ts";

/**
 * What `npm install millrace` downloads of our own, compressed: sources, builds and their maps. A third of it
 * is the simulated providers, whose servers speak every API that the adapters read and answer a JSON Schema with
 * JSON that fits it. The Markdown parser is 100 kB of it, in all its forms.
 */
const BUDGET_BYTES = 1_600_000;

await runMain(async () => {
  const { out } = await runTool("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    failure: "Cannot measure the package as npm pack failed",
  });
  const sizeBytes = asNumber(dig(parseJson(out), 0, "size"));
  if (sizeBytes === undefined) {
    throw new SetUpError("Cannot measure the package as npm pack reported no size");
  }
  if (sizeBytes > BUDGET_BYTES) {
    throw new SetUpError(
      `Cannot accept a package of ${sizeBytes} bytes as its budget is ${BUDGET_BYTES}: ` +
        `make it smaller, or raise the budget in scripts/check-size.ts and explain why`,
    );
  }
  process.stdout.write(`The package has ${sizeBytes} of ${BUDGET_BYTES} bytes\n`);
});
