import { BEACON, type Family, IMAGE, RUN } from "./marks.ts";

/** Footnotes with labels that are names in JavaScript, HTML or CSS, and footnotes that refer to each other. */
export const footnotes: Family = {
  "with HTML": `a[^1]\n\n[^1]: ${IMAGE}`,
  "with a link": `a[^1]\n\n[^1]: [click](javascript:${RUN}) ![x](${BEACON})`,
  "to itself": `a[^1]\n\n[^1]: b[^1]`,
  "in a cycle": `a[^1]\n\n[^1]: b[^2]\n\n[^2]: c[^3]\n\n[^3]: d[^1]`,
  "in a chain of 500": `a[^0]\n\n${Array.from({ length: 500 }, (_, n) => `[^${n}]: b[^${n + 1}]`).join("\n\n")}`,
  "used 1,000 times": `${"a[^1] ".repeat(1_000)}\n\n[^1]: b`,
  "used in itself 100 times": `a[^1]\n\n[^1]: ${"b[^1] ".repeat(100)}`,
  "labelled __proto__": `a[^__proto__] b[^__PROTO__]\n\n[^__proto__]: text`,
  "labelled constructor": `a[^constructor] b[^toString] c[^hasOwnProperty]\n\n[^constructor]: text`,
  "labelled valueOf, not defined": `a[^valueOf] b[^__defineGetter__]`,
  "labelled with quotes": `a[^" onmouseover="${RUN}"] b[^'><img/src=x>]\n\n[^" onmouseover="${RUN}"]: text\n\n[^'><img/src=x>]: text`,
  "labelled with a selector": `a[^*,body] b[^x];background:url(${BEACON})]\n\n[^*,body]: text`,
  "labelled with a URL": `a[^javascript:${RUN}]\n\n[^javascript:${RUN}]: text`,
  "labelled with control characters": "a[^\u0000\u202e\u001b]\n\n[^\u0000\u202e\u001b]: text",
  "labelled with 2,000 characters": `a[^${"x".repeat(2_000)}]\n\n[^${"x".repeat(2_000)}]: text`,
  "labelled with a link": `a[^[b](javascript:${RUN})]\n\n[^[b](javascript:${RUN})]: text`,
  "defined twice": `a[^1]\n\n[^1]: one ${IMAGE}\n\n[^1]: two ${IMAGE}`,
  "defined in a quote": `a[^1]\n\n> [^1]: ${IMAGE}\n\n- [^1]: ${IMAGE}`,
  "defined without text": `a[^1]\n\n[^1]:\n\n${IMAGE}`,
  inline: `a^[${IMAGE} [click](javascript:${RUN})]`,
  "in a heading and a link": `# a[^1]\n\n[b[^1]](https://example.org)\n\n[^1]: [c[^1]](javascript:${RUN})`,
  "with a block": `a[^1]\n\n[^1]:\n    \`\`\`\n    ${IMAGE}\n    \`\`\`\n\n    ${IMAGE}`,
};
