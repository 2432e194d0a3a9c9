/**
 * Style sheet of the report: system fonts, one column width, colours with enough contrast in both themes. The arms'
 * colours are those of the charts; rules lighten them on dark, in the charts too.
 */
export const STYLE_SHEET = `
:root {
  color-scheme: light dark;
  --ink: #1b1f24; --soft: #57606a; --line: #d8dee4; --page: #f6f8fa; --sheet: #ffffff;
  --good: #1a7f37; --bad: #b42318; --caution: #8a5a00; --plain: #3b4754;
  --baseline: #0072b2; --candidate: #c44f00;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --ink: #e6edf3; --soft: #9aa5b1; --line: #30363d; --page: #0d1117; --sheet: #151b23;
    --good: #56d364; --bad: #ff8b80; --caution: #e3b341; --plain: #b6c2cf;
    --baseline: #56b4e9; --candidate: #ff8c42;
  }
  svg [fill="#0072B2"] { fill: #56b4e9; }
  svg [stroke="#0072B2"] { stroke: #56b4e9; }
  svg [fill="#D55E00"] { fill: #ff8c42; }
  svg [stroke="#D55E00"] { stroke: #ff8c42; }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main { max-width: 1040px; margin: 0 auto; padding: 28px 20px 64px; }
main > section, .verdict {
  background: var(--sheet); border: 1px solid var(--line); border-radius: 10px;
  padding: 22px 26px; margin: 0 0 18px;
}
h1 { font-size: 1.2rem; line-height: 1.5; font-weight: 600; margin: 0 0 14px; text-wrap: pretty; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; margin: 0 0 10px; }
h3 { font-size: 0.92rem; margin: 20px 0 6px; }
p { margin: 0 0 10px; text-wrap: pretty; }
.eyebrow { color: var(--soft); font-size: 0.82rem; margin: 0 0 8px; overflow-wrap: anywhere; }
.verdict { border-top: 4px solid var(--plain); padding-top: 20px; }
.verdict.no-conclusion { border-top-color: var(--bad); }
.arms { display: flex; flex-wrap: wrap; gap: 6px 18px; color: var(--soft); font-size: 0.88rem; }
.arm { overflow-wrap: anywhere; }
.arm::before { content: ""; display: inline-block; width: 22px; margin-right: 7px; vertical-align: middle; border-top: 3px solid; }
.arm-0::before { border-color: var(--baseline); }
.arm-1::before { border-color: var(--candidate); border-top-style: dashed; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(250px, 1fr)); gap: 14px; }
.cards:empty { display: none; }
.card { --tone: var(--plain); border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px; }
.card.good { --tone: var(--good); } .card.bad { --tone: var(--bad); } .card.caution { --tone: var(--caution); }
.card h2 { font-size: 0.9rem; font-weight: 600; margin: 0 0 6px; line-height: 1.35; }
.card h2 span { display: block; font-weight: 400; font-size: 0.82rem; color: var(--soft); }
.card .word { color: var(--tone); font-weight: 650; margin: 0; }
.card .effect { font-size: 1.9rem; font-weight: 650; line-height: 1.25; letter-spacing: -0.01em; margin: 0; font-variant-numeric: tabular-nums; }
.card .values { font-size: 0.92rem; margin: 2px 0 0; font-variant-numeric: tabular-nums; }
.card .evidence { font-size: 0.84rem; color: var(--soft); margin: 4px 0 0; font-variant-numeric: tabular-nums; }
.interval { display: block; width: 100%; height: 34px; }
.interval .margin { fill: var(--soft); opacity: 0.18; }
.interval .none { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 3 3; }
.interval .range { stroke: var(--tone); stroke-width: 2; fill: none; }
.interval .point { fill: var(--tone); }
.notes { margin: 16px 0 0; padding-left: 20px; color: var(--soft); font-size: 0.9rem; }
main > .validity { border-left: 4px solid var(--caution); }
main > .validity.valid { border-left-color: var(--good); }
main > .validity.invalid { border-left-color: var(--bad); }
.validity h2::before { content: "●"; margin-right: 8px; color: var(--caution); }
.validity.valid h2::before { color: var(--good); }
.validity.invalid h2::before { color: var(--bad); }
summary { cursor: pointer; color: var(--soft); font-size: 0.9rem; }
.scroll { overflow-x: auto; margin: 6px 0 16px; }
table { border-collapse: collapse; width: 100%; font-size: 0.87rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 600; color: var(--soft); padding: 4px 0 6px; }
th, td { padding: 6px 0 6px 18px; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; overflow-wrap: break-word; }
th { color: var(--soft); font-weight: 600; vertical-align: bottom; }
th:first-child, td:first-child { padding-left: 0; }
th.number, td.number { text-align: right; white-space: nowrap; }
th.number { white-space: normal; }
td.text:nth-child(2) { font-weight: 500; }
tr.good td:nth-child(2) { color: var(--good); } tr.bad td:nth-child(2) { color: var(--bad); } tr.caution td:nth-child(2) { color: var(--caution); }
td.text { min-width: 9ch; }
td:first-child { min-width: 13ch; }
/* The section names a lone table; its caption is for screen readers. */
main > section > .scroll:only-of-type caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.charts { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 22px 20px; }
figure { margin: 0; }
figure.wide { grid-column: 1 / -1; }
figure svg { max-width: 100%; height: auto; display: block; }
figcaption { color: var(--soft); font-size: 0.8rem; margin-top: 4px; max-width: 70ch; }
dl { margin: 0; font-size: 0.87rem; }
dl div { display: grid; grid-template-columns: minmax(150px, 30%) 1fr; gap: 12px; padding: 3px 0; border-bottom: 1px solid var(--line); }
dt { color: var(--soft); } dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 720px) {
  main { padding: 12px 10px 40px; }
  main > section, .verdict { padding: 16px; }
  .charts { grid-template-columns: minmax(0, 1fr); }
}
@media print {
  :root { color-scheme: light; --page: #fff; }
  body { font-size: 11px; }
  main { max-width: none; padding: 0; }
  main > section, .verdict { border-color: #bbb; break-inside: auto; }
  figure, .card, tr { break-inside: avoid; }
}
`;
