import { BEACON, type Family, IMAGE, RUN } from "./marks.ts";

/** Tables that are large, uneven, or whose cells hold what ends them. */
export const tables: Family = {
  "1,000 columns": `|${" a |".repeat(1_000)}\n|${"---|".repeat(1_000)}\n|${" b |".repeat(1_000)}`,
  "1,000 columns and short rows": `|${" a |".repeat(1_000)}\n|${"---|".repeat(1_000)}\n${"| b |\n".repeat(50)}`,
  "more cells than columns": `| a |\n|---|\n|${" b |".repeat(1_000)}`,
  "500 rows": `| a | b |\n|---|---|\n${"| a | b |\n".repeat(500)}`,
  "cells with pipes": `| a | b |\n|---|---|\n| \\| | \\\\| ${IMAGE} |`,
  "cells with end tags": `| a |\n|---|\n| </td></tr></table>${IMAGE} |`,
  "cells with links": `| a |\n|---|\n| [click](javascript:${RUN}) |`,
  "cells with pipes in links": `| a | b |\n|---|---|\n| [click](javascript:${RUN}//\\|) | ![x](${BEACON}\\|) |`,
  "cells with images": `| ![x](${BEACON}) |\n|---|\n| ![x](${BEACON}) |`,
  "cells with code": `| a | b |\n|---|---|\n| \`\\|\` | \`${IMAGE}\` |`,
  "cells with math": `| $a|b$ | c |\n|---|---|\n| $\\href{javascript:${RUN}}{x}$ | $|$ |`,
  "delimiter row with handlers": `| a | b |\n|:--onclick="${RUN}"|---|\n| a | b |`,
  "delimiter row with HTML": `a | b\n--- | --- ${IMAGE}\nc | d`,
  "header without a delimiter row": `| ${IMAGE} |\n| b |`,
  "in a list": `- | a |\n  |---|\n  | ${IMAGE} |`,
  "in a quote": `> | a |\n> |---|\n> | ${IMAGE} |\n| ${IMAGE} |`,
  "after a paragraph": `${IMAGE}\n| a | b |\n|---|---|\n${IMAGE} | b`,
  "cut off": `| a | b |\n|---|---|\n| <img src=x onerror="${RUN}"`,
  "alignment by style": `| a |\n|:-:|\n| <td style="background:url(${BEACON})">x |`,
  "caption and column groups": `<table><caption>${IMAGE}<colgroup><col onclick="${RUN}"><tr><td>x</table>`,
};
