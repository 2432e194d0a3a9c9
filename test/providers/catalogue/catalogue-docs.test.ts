import { describe, expect, it } from "vitest";

import { providerCatalogue, type ProviderEntry } from "../../../src/providers/index.ts";
import { sourceOf } from "../../support/rooms.ts";

const code = (text: string) => `\`${text}\``;
const list = (names: readonly string[]) => names.map(code).join(" or ");

/** How the row of a table says where a provider is asked, and with what. */
function setUpRow({ id, variables, needsKey, baseUrl, model }: ProviderEntry): string {
  const { key, signs } = variables;
  const keys = key.length === 0 ? "none" : list([...key, ...signs]);
  return row(
    code(id),
    needsKey || key.length === 0 || signs.length > 0 ? keys : `${keys}, if it wants one`,
    list(variables.baseUrl) + (baseUrl === undefined ? "" : `, else ${code(baseUrl)}`),
    [list(variables.model), model === undefined ? "" : code(model)]
      .filter((part) => part !== "")
      .join(", else "),
  );
}

/** How the row of a table says what a provider can do. */
function abilityRow({ id, capabilities }: ProviderEntry): string {
  const { tools, images, reasoning, seed, usage, resume } = capabilities;
  const yes = (can: boolean) => (can ? "yes" : "no");
  const cell = (word: string) => (word === "none" ? "no" : word);
  return row(code(id), cell(tools), yes(images), cell(reasoning), yes(seed), usage, resume);
}

const row = (...cells: readonly string[]) => `| ${cells.join(" | ")} |`;

/** Without the blanks that align a table. */
const unaligned = (text: string) => text.replaceAll(/ +\|/gu, " |");

describe("docs/providers.md", () => {
  const text = unaligned(sourceOf("docs/providers.md"));

  it.each(providerCatalogue)("says how $id is set up", (entry) => {
    expect(text).toContain(setUpRow(entry));
  });

  it.each(providerCatalogue)("says what $id can do", (entry) => {
    expect(text).toContain(abilityRow(entry));
  });

  it("names no provider that there is not", () => {
    const named = Array.from(text.matchAll(/^\| `([^`]+)` \|/gmu), ([, id]) => id);

    expect([...new Set(named)]).toEqual(providerCatalogue.map(({ id }) => id));
  });
});
