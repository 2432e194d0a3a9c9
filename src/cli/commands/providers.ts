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

const PATIENCE_MS = 5_000;

/** Lists the providers that can be used, and what the others lack. */
export const providers = defineCommand({
  name: "providers",
  summary: "List the providers: which are set up, their URLs and what they can do",
  usage: "providers [--models] [--json]",
  options: {
    models: { type: "boolean", help: "List the models of each provider that is set up" },
    timeout: {
      type: "string",
      value: "time",
      help: "Time limit for each list of models (default: 5s)",
    },
    json: { type: "boolean", help: "Print one JSON object" },
  },
  examples: ["millrace providers", "millrace providers --models --json"],

  async run({ values, positionals }, terminal) {
    if (positionals.length > 0) {
      throw new UsageError(
        `Cannot show providers as no arguments are taken: current value is "${positionals.join(" ")}"`,
      );
    }
    const { environment } = terminal;
    if (values.models === true) useProxies(terminal);
    const patienceMs = readDurationMs(values.timeout, "timeout") ?? PATIENCE_MS;
    const accesses = providerCatalogue.map((entry) => providerAccess(entry, environment));
    const facts = accesses.map(providerFacts);
    const chosen = chosenIn(environment, facts);
    const lists =
      values.models === true
        ? await untilAborted(
            Promise.all(
              accesses
                .filter(({ isConfigured }) => isConfigured)
                .map((access) =>
                  listModels(access, { environment, patienceMs, clock: systemClock() }),
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

/** Whom a program asks that names nobody. */
function chosenIn(
  environment: Terminal["environment"],
  facts: readonly ProviderFacts[],
): string | null {
  const first = facts.find(({ isConfigured, model }) => isConfigured && model !== undefined);
  try {
    providerFromEnvironment(environment);
    return first?.id ?? null;
  } catch {
    // Set up, but wrongly: the table says how far.
    return null;
  }
}

function listOf({ id }: ProviderFacts, lists: readonly ModelList[]) {
  const list = lists.find((one) => one.id === id);
  if (list === undefined) return {};
  return list.kind === "models" ? { models: list.models } : { problem: list.problem };
}

function showList(list: ModelList, { out }: Terminal): void {
  const said = list.kind === "models" ? list.models : [list.problem];
  out("");
  out(`${list.id}: ${list.kind === "models" ? `${said.length} models` : ""}`.trimEnd());
  for (const line of said) out(`  ${printable(line).replaceAll("\n", " ")}`);
}
