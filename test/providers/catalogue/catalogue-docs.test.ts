import { describe, expect, it } from "vitest";

import {
  providerCatalogue,
  providerNames,
  type ProviderEntry,
} from "../../../src/providers/index.ts";
import { sourceOf } from "../../support/rooms.ts";

const code = (text: string) => `\`${text}\``;
const list = (names: readonly string[]) => names.map(code).join(" or ");

/** The row of a table with a provider's names and variables. */
function setUpRow({ id, name, variables, needsKey, baseUrl, model }: ProviderEntry): string {
  const { key, signs } = variables;
  const keys = key.length === 0 ? "none" : list([...key, ...signs]);
  return row(
    code(name),
    code(id),
    needsKey || key.length === 0 || signs.length > 0 ? keys : `${keys}, if required`,
    list(variables.baseUrl) + (baseUrl === undefined ? "" : `, else ${code(baseUrl)}`),
    [list(variables.model), model === undefined ? "" : code(model)]
      .filter((part) => part !== "")
      .join(", else "),
  );
}

/** The row of a table with a provider's capabilities. */
function abilityRow({ name, capabilities }: ProviderEntry): string {
  const { tools, images, reasoning, seed, usage, resume } = capabilities;
  const yes = (can: boolean) => (can ? "yes" : "no");
  const cell = (word: string) => (word === "none" ? "no" : word);
  return row(code(name), cell(tools), yes(images), cell(reasoning), yes(seed), usage, resume);
}

const row = (...cells: readonly string[]) => `| ${cells.join(" | ")} |`;

/** Removes the spaces that align a table. */
const unaligned = (text: string) => text.replaceAll(/ +\|/gu, " |");

describe("docs/providers.md", () => {
  const text = unaligned(sourceOf("docs/providers.md"));

  it.each(providerCatalogue)("lists the variables of $id", (entry) => {
    expect(text).toContain(setUpRow(entry));
  });

  it.each(providerCatalogue)("lists the capabilities of $id", (entry) => {
    expect(text).toContain(abilityRow(entry));
  });

  it("lists no provider that does not exist", () => {
    const named = Array.from(text.matchAll(/^\| `([^`]+)` \|/gmu), ([, id]) => id);

    expect([...new Set(named)]).toEqual(providerNames);
  });
});
