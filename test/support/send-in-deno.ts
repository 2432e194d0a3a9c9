import process from "node:process";

import { wireClient } from "../../src/bench/measure/wire-client.ts";
import { systemClock } from "../../src/clock/index.ts";
import { platformFetch } from "../../src/providers/http/platform-fetch.ts";

/**
 * Sends requests to the URL in the first argument, one after another and with both clients, and prints the number of
 * answers. Runs in Deno, like the kernel of a notebook.
 */
const [, , url = ""] = process.argv;
const answered: Record<string, number> = { benchmark: 0, core: 0 };
const clients = { benchmark: wireClient().fetch, core: platformFetch(systemClock()) };

for (const [name, fetch] of Object.entries(clients)) {
  for (let request = 0; request < 100; request++) {
    const answer = await fetch(url, { method: "POST", body: "{}" });
    await answer.text();
    answered[name] = (answered[name] ?? 0) + 1;
  }
}
process.stdout.write(JSON.stringify(answered));
process.exit();
