import { parseArgs } from "node:util";
import { describe, expect, it } from "vitest";

import { bench } from "../../src/cli/commands/bench.ts";
import { providers } from "../../src/cli/commands/providers.ts";
import { record } from "../../src/cli/commands/record.ts";
import { report } from "../../src/cli/commands/report.ts";
import { simulate } from "../../src/cli/commands/simulate.ts";
import { stream } from "../../src/cli/commands/stream.ts";
import { runCommand } from "../support/run-command.ts";

/** Options that may be given several times, in all commands. */
const LISTS = new Set(["buffer", "fault", "image", "set", "tool"]);

/** Every option with one value, from the help, which is made of what is parsed. */
const single = [bench, providers, record, report, simulate, stream].flatMap((command) =>
  [...command.help.matchAll(/^ {2}--([\w-]+) </gmu)]
    .map(([, name = ""]) => name)
    .filter((name) => !LISTS.has(name))
    .map((name) => ({ command, name })),
);

describe("an option that takes one value", () => {
  it.each(single)("$command.name refuses --$name twice", async ({ command, name }) => {
    const args = [`--${name}=1`, `--${name}=2`];

    expect(parseArgs({ args, strict: false }).values).toEqual({ [name]: "2" });
    expect(await runCommand(command, args)).toEqual({
      status: 2,
      out: "",
      err: `Cannot run ${command.name} as --${name} may be given only once\n`,
    });
  });
});
