/** Attributes that each element of rendered Markdown may have. Runs in a browser. */
const ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  a: ["class", "href", "target", "rel"],
  blockquote: [],
  br: [],
  button: ["class", "type", "aria-label", "data-footnote"],
  code: ["class"],
  del: [],
  div: ["class", "tabindex", "role", "aria-label", "title"],
  em: [],
  ...Object.fromEntries(["h1", "h2", "h3", "h4", "h5", "h6"].map((name) => [name, []])),
  hr: [],
  li: ["class", "tabindex", "role", "value"],
  ol: ["start", "data-tight", "role"],
  p: ["class"],
  pre: ["class", "tabindex", "role", "aria-label"],
  section: ["class", "aria-label"],
  span: ["class", "style", "role", "aria-label", "aria-hidden", "aria-live", "title"],
  strong: [],
  sup: ["class"],
  table: ["class", "style"],
  tbody: [],
  td: ["class"],
  th: ["class", "scope"],
  thead: [],
  tr: [],
  ul: ["data-tight", "role"],
};

/** What KaTeX adds within `.katex`: MathML, and drawings of stretched signs. */
const MATH: Readonly<Record<string, readonly string[]>> = {
  annotation: ["encoding"],
  line: ["x1", "y1", "x2", "y2", "stroke-width"],
  math: ["xmlns", "display"],
  menclose: ["notation"],
  mfrac: ["linethickness"],
  mi: ["mathvariant"],
  mn: ["mathvariant"],
  mo: [
    "stretchy",
    "fence",
    "separator",
    "minsize",
    "maxsize",
    "lspace",
    "rspace",
    "form",
    "accent",
    "mathvariant",
    "symmetric",
    "movablelimits",
  ],
  mover: ["accent"],
  mpadded: ["height", "depth", "width", "lspace", "voffset"],
  mphantom: [],
  mroot: [],
  mrow: [],
  ms: [],
  mspace: ["width", "height", "linebreak", "mathbackground"],
  msqrt: [],
  mstyle: ["scriptlevel", "displaystyle", "mathcolor", "mathsize"],
  msub: [],
  msubsup: [],
  msup: [],
  mtable: ["rowspacing", "columnalign", "columnspacing", "columnlines", "rowlines", "width"],
  mtd: ["class"],
  mtext: ["mathvariant"],
  mtr: [],
  munder: ["accentunder"],
  munderover: [],
  path: ["d"],
  semantics: [],
  svg: ["xmlns", "width", "height", "viewBox", "preserveAspectRatio", "style"],
};

/** Styles of KaTeX and of long tables: lengths and colours. */
const STYLES = /^[\w\s.;:#%,()-]*$/u;

/** Returns the nodes in `root` that rendered Markdown must not have, as text. */
export function foreignNodes(root: Element): string[] {
  const found: string[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_ALL);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node instanceof Element) found.push(...faultsOf(node));
    else if (!(node instanceof Text)) found.push(`node of type ${node.nodeType}`);
  }
  return found;
}

function faultsOf(node: Element): string[] {
  const name = node.localName;
  const isMath = node.closest(".katex") !== null;
  const allowed = (isMath ? MATH[name] : undefined) ?? ELEMENTS[name];
  if (allowed === undefined) return [`<${name}>`];
  return [...node.attributes]
    .filter((attribute) => !(allowed.includes(attribute.name) && isHarmless(attribute)))
    .map((attribute) => `<${name} ${attribute.name}="${attribute.value}">`);
}

function isHarmless({ name, value }: Attr): boolean {
  if (name === "href") return /^(?:https?:\/\/|mailto:)/u.test(value);
  if (name === "style") return STYLES.test(value) && !/url|expression|image/iu.test(value);
  if (name === "class") return /^[\w\s-]*$/u.test(value);
  return true;
}
