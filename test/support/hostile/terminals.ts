import { type Family, RUN } from "./marks.ts";

/** Escape sequences for terminals. JupyterLab renders ANSI colors in text and makes links of addresses in it. */
export const terminals: Family = {
  colors: "\u001b[31mred\u001b[0m \u001b[8mhidden\u001b[28m",
  "link of OSC 8": `\u001b]8;;javascript:${RUN}\u0007click\u001b]8;;\u0007`,
  "link of OSC 8 with C1": `\u009d8;;javascript:${RUN}\u009cclick\u009d8;;\u009c`,
  "clear screen": "\u001b[2J\u001b[H\u001b[3J\u009b2J\u001bc",
  "title of the window": "\u001b]0;pwned\u0007\u001b]2;pwned\u001b\\",
  clipboard: "\u001b]52;c;cm0gLXJmIH4=\u0007",
  "reports that are typed": "\u001b[21t\u001b[6n\u001b[c\u001bP$q\u001b\\",
  "image of iTerm": "\u001b]1337;File=inline=1:R0lGODlhAQABAAAAACw=\u0007",
  "device control": "\u001bPq#0;2;0;0;0~\u001b\\ \u001b_Gf=100;AAAA\u001b\\",
  backspaces: "safe\b\b\b\bevil rm -rf\r\u001b[Kok",
  "colors that JupyterLab parses": `\u001b[38;2;255;0;0m<img src=x onerror="${RUN}">\u001b[m`,
  "sequence that is not closed": "\u001b[\u001b]\u001b]8;;https://hostile.invalid",
  bells: "\u0007".repeat(500),
};
