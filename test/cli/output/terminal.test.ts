import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { EFFECTIVE, MILLRACE_STYLES } from "../../support/control-characters.ts";
import { terminalOf } from "../../../src/cli/output/terminal.ts";

function terminal(isTTY: boolean, env: Readonly<Record<string, string>> = {}) {
  let written = "";
  const stream = { isTTY, write: (text: string) => (written += text) };
  const made = terminalOf({ stdout: stream, stderr: stream, env }, new AbortController().signal);
  return { ...made, written: () => written };
}

/** Text with many controls, in one piece and cut anywhere. */
const hostile = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom(
      "\u001b",
      "[",
      "m",
      "\u0007",
      "\u009b",
      "\r",
      "\n",
      "\t",
      "\b",
      "\u007f",
      "\u202e",
      "\u2066",
      "\u{e0041}",
      "\ud83d",
      "\ude00",
      "a",
      "\u001b[2J",
      "\u001b[1m",
      "\u001b]52;c;aGk=\u0007",
      "\r\n",
    ),
  }),
);
const pieces = fc.array(hostile);

describe("terminalOf() on a terminal", () => {
  it("writes no control character of any text, by any method", () => {
    fc.assert(
      fc.property(hostile, pieces, (line, parts) => {
        const { out, err, show, written } = terminal(true);
        for (const part of parts) show(part);
        out(line);
        err(line);
        expect(written()).not.toMatch(EFFECTIVE);
      }),
    );
  });

  it("writes its own styles and nothing else that takes effect", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { outStyled, show, status, written } = terminal(true);
        outStyled(`\u001b[1m${text}\u001b[0m`);
        show(text, "dim");
        status(text);
        status(text);
        const foreign = written().replaceAll(MILLRACE_STYLES, "");
        expect(foreign).not.toMatch(EFFECTIVE);
      }),
    );
  });

  it("shows the same however a text is cut", () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const [cut, whole] = [terminal(true), terminal(true)];
        for (const part of parts) cut.show(part);
        whole.show(parts.join(""));
        cut.out("");
        whole.out("");
        expect(cut.written()).toBe(whole.written());
      }),
    );
  });

  it("shows a control character as its symbol", () => {
    const { show, written } = terminal(true);
    for (const part of ["\u001b", "[31m red\r", "\nnext\r", "over \ud83d", "\ude00\u202e"])
      show(part);

    expect(written()).toBe("␛[31m red\nnext␍over 😀\ufffd");
  });
});

describe("terminalOf() on a pipe", () => {
  it("leaves text as it is", () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const { show, out, written } = terminal(false);
        for (const part of parts) show(part);
        out("end");
        expect(written()).toBe(`${parts.join("")}end\n`);
      }),
    );
  });

  it("removes a key however it is cut, but for its first two characters", () => {
    const key = "sk-secret-sk-1234";
    const texts = fc.array(
      fc.constantFrom(key, "sk", "-", "s", "k", "sk-secret-sk-", "a", "\r", "\n"),
    );
    fc.assert(
      fc.property(texts, fc.array(fc.nat(12)), fc.boolean(), (parts, cuts, isTty) => {
        const { show, out, written } = terminal(isTty, { OPENAI_API_KEY: key });
        let rest = parts.join("");
        for (const length of cuts) {
          show(rest.slice(0, length));
          rest = rest.slice(length);
        }
        show(rest);
        out("end");
        expect(written()).not.toContain(key.slice(2));
        const text = parts.join("");
        if (!isTty && !text.includes(key)) expect(written()).toBe(`${text}end\n`);
      }),
    );
  });

  it("shows the end of a word at once, though a key begins like that", () => {
    const { show, written } = terminal(false, { OPENAI_API_KEY: "sk-secret-1234" });
    show("the first class");

    expect(written()).toBe("the first class");
  });

  it.each(["out", "outStyled", "show", "err"] as const)("%s() removes keys", (method) => {
    const made = terminal(false, { OPENAI_API_KEY: "sk-secret-1234" });
    made[method]("with sk-secret-1234 in it");

    expect(made.written().trimEnd()).toBe("with [OPENAI_API_KEY] in it");
  });
});
