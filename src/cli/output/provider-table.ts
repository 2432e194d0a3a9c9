import { alignColumns } from "../../text/index.ts";
import type { Capabilities } from "../../providers/index.ts";
import type { ProviderFacts } from "./provider-facts.ts";

export function providerTable(
  facts: readonly ProviderFacts[],
  chosen: string | null,
): readonly string[] {
  const ready = facts.filter(({ isConfigured }) => isConfigured);
  const others = facts.filter(({ isConfigured }) => !isConfigured);
  return [
    ...(ready.length === 0
      ? ["No provider is set up; --provider simulator starts a simulated one"]
      : [
          "Set up (* is the default):",
          ...alignColumns(
            ready.map((one) => [
              `${one.id === chosen ? "*" : " "} ${one.name}`,
              one.setBy ?? "",
              one.model ?? "(no default model)",
              one.baseUrl ?? "(of its region)",
              abilities(one.capabilities),
            ]),
          ),
        ]),
    "",
    "Not set up:",
    ...alignColumns(
      others.map((one) => [
        `  ${one.name}`,
        howToSetUp(one),
        one.baseUrl ?? "",
        abilities(one.capabilities),
      ]),
    ),
  ];
}

function howToSetUp({ needsKey, variables, baseUrl }: ProviderFacts): string {
  const { key, signs } = variables;
  const identity = needsKey || signs.length > 0 ? [[...key, ...signs].join(" or ")] : [];
  const url = baseUrl === undefined && signs.length === 0 ? [variables.baseUrl.join(" or ")] : [];
  const missing = [...identity, ...url];
  return missing.length === 0 ? "needs no key" : `set ${missing.join(" and ")}`;
}

function abilities(capabilities: Capabilities): string {
  const { tools, images, reasoning, seed, usage, resume } = capabilities;
  return [
    ...(tools === "none" ? [] : [tools === "deltas" ? "tools" : "tools (whole)"]),
    ...(images ? ["images"] : []),
    ...(reasoning === "none" ? [] : [reasoning === "text" ? "reasoning" : "reasoning (summary)"]),
    ...(seed ? ["seed"] : []),
    ...(usage === "never" ? [] : ["usage"]),
    ...(resume === "continuation" ? [] : [`resume (${resume})`]),
  ].join(", ");
}
