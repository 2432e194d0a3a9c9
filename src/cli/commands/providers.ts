import { flag, option } from "../inputs/option.ts";
import { jsonLine, printable } from "../../text/index.ts";
import { systemClock, untilAborted } from "../../clock/index.ts";
import {
  providerAccess,
  providerCatalogue,
  providerFromEnvironment,
} from "../../providers/index.ts";
import { defineCommand } from "../command.ts";
import { EXIT } from "../exit.ts";
import { listModels, type ModelList } from "../list-models.ts";
import { type ProviderFacts, providerFacts } from "../output/provider-facts.ts";
import { providerTable } from "../output/provider-table.ts";
import { readDurationMs } from "../inputs/read-duration.ts";
import type { Terminal } from "../output/terminal.ts";
import { useProxies } from "../use-proxies.ts";
import { UsageError } from "../inputs/usage-error.ts";

const TIMEOUT_MS = 5_000;

/** Lists the providers: those that are set up, and what the others need. */
export const providers = defineCommand({
  name: "providers",
  summary: "List the providers, their URLs and capabilities, and which are set up",
  usage: "providers [--models] [--json]",
  options: {
    models: flag("List the models of each provider that is set up"),
    timeout: option("time", "Time limit for each model list (default: 5s)"),
    json: flag("Print one JSON object"),
  },
  examples: ["millrace providers", "millrace providers --models --json"],

  async run({ values, positionals }, terminal) {
    if (positionals.length > 0) {
      throw new UsageError(
        `Cannot list providers as this command takes no arguments: current value is "${positionals.join(" ")}"`,
      );
    }
    const { environment } = terminal;
    if (values.models === true) useProxies(terminal);
    const timeoutMs = readDurationMs(values.timeout, "timeout") ?? TIMEOUT_MS;
    const accesses = providerCatalogue.map((entry) => providerAccess(entry, environment));
    const facts = accesses.map(providerFacts);
    const chosen = defaultProvider(environment, facts);
    const lists =
      values.models === true
        ? await untilAborted(
            Promise.all(
              accesses
                .filter(({ isConfigured }) => isConfigured)
                .map((access) =>
                  listModels(access, { environment, timeoutMs, clock: systemClock() }),
                ),
            ),
            terminal.interrupt,
          )
        : [];

    if (values.json === true) {
      const listed = facts.map((one) => ({ ...one, ...listOf(one, lists) }));
      terminal.out(jsonLine({ chosen, providers: listed }));
    } else {
      for (const line of providerTable(facts, chosen)) terminal.out(line);
      for (const list of lists) showList(list, terminal);
    }
    return EXIT.ok;
  },
});

/** The id of the default provider; `null` if there is none. */
function defaultProvider(
  environment: Terminal["environment"],
  facts: readonly ProviderFacts[],
): string | null {
  const first = facts.find(({ isConfigured, model }) => isConfigured && model !== undefined);
  try {
    providerFromEnvironment(environment);
    return first?.id ?? null;
  } catch {
    // Set up incorrectly: the table shows its state.
    return null;
  }
}

function listOf({ name }: ProviderFacts, lists: readonly ModelList[]) {
  const list = lists.find((one) => one.name === name);
  if (list === undefined) return {};
  return list.kind === "models" ? { models: list.models } : { problem: list.problem };
}

function showList(list: ModelList, { out }: Terminal): void {
  const lines = list.kind === "models" ? list.models : [list.problem];
  out("");
  out(`${list.name}: ${list.kind === "models" ? `${lines.length} models` : ""}`.trimEnd());
  for (const line of lines) out(`  ${printable(line).replaceAll("\n", " ")}`);
}
