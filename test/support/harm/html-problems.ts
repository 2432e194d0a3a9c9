import { type DefaultTreeAdapterTypes, html, parseFragment, serialize } from "parse5";

type Node = DefaultTreeAdapterTypes.ChildNode;

/** The elements that static HTML of an answer may have. */
const ELEMENTS = new Set(
  `a blockquote br code del details div em h1 h2 h3 h4 h5 h6 hr li ol p pre s section span strong sub summary sup table
  tbody td th thead tr ul`.split(/\s+/u),
);

/** Our attributes, with the only values they may have. Only `href` comes from models. */
const ATTRIBUTES: Readonly<Record<string, RegExp>> = {
  class: /^(?:prompt|(?:mr|millrace|language)[\w-]*|tex2jax_ignore|mathjax_ignore| )+$/u,
  href: /^(?:(?:https?|mailto):|#(?:mr|fn)[\w-]*$)/iu,
  id: /^(?:mr|fn)[\w-]*$/u,
  rel: /^noopener noreferrer nofollow$/u,
  start: /^\d{1,9}$/u,
  open: /^$/u,
  align: /^(?:left|center|right)$/u,
  role: /^[a-z-]+$/u,
  "aria-hidden": /^true$/u,
};

/** What is in HTML, by a real HTML parser, that no answer may have. `[]` if it is harmless. */
export function htmlProblems(source: string): string[] {
  const tree = parseFragment(source);
  const problems = problemsIn(tree.childNodes);
  // HTML that parses into another tree once it is serialized is how sanitizers are bypassed.
  const again = serialize(tree);
  if (withoutFirstLineFeeds(serialize(parseFragment(again))) !== withoutFirstLineFeeds(again)) {
    problems.push("another tree when parsed again");
  }
  return [...problems, ...problemsIn(parseFragment(again).childNodes)];
}

/** Parsers drop a line feed after `<pre>`, which serializers do not restore. */
function withoutFirstLineFeeds(source: string): string {
  return source.replaceAll(/(<pre[^>]*>)\n+/gu, "$1");
}

/** The text that a reader sees. */
export function htmlText(source: string): string {
  const textOf = (node: Node): string => {
    if ("value" in node) return node.value;
    return "childNodes" in node ? node.childNodes.map(textOf).join("") : "";
  };
  return parseFragment(source).childNodes.map(textOf).join("");
}

/** Without recursion, as trees may be deep. */
function problemsIn(nodes: readonly Node[]): string[] {
  const problems: string[] = [];
  const rest: Node[] = [...nodes];
  for (let node = rest.pop(); node !== undefined; node = rest.pop()) {
    if (node.nodeName !== "#text") problems.push(...problemsOf(node));
    if ("childNodes" in node) rest.push(...node.childNodes);
  }
  return problems;
}

function problemsOf(node: Node): string[] {
  const { nodeName } = node;
  if (!ELEMENTS.has(nodeName) || !("attrs" in node)) return [`<${nodeName}>`];
  if (node.namespaceURI !== html.NS.HTML) return ["another namespace"];
  return node.attrs
    .filter(
      ({ name, value }) => !(Object.hasOwn(ATTRIBUTES, name) && ATTRIBUTES[name]?.test(value)),
    )
    .map(({ name, value }) => `<${nodeName} ${name}="${value.slice(0, 100)}">`);
}
