import { type DefaultTreeAdapterTypes, parseFragment, serialize } from "parse5";

/** Elements that `markdownHtml` writes, and no others. */
const ELEMENTS: ReadonlySet<string> = new Set(
  (
    "div p h1 h2 h3 h4 h5 h6 blockquote ul ol li pre code table thead tbody tr th td hr br " +
    "em strong del a sup span section"
  ).split(" "),
);

/** Allowed attributes with their values. */
const ATTRIBUTES: Readonly<Record<string, RegExp>> = {
  class:
    /^(?:millrace-(?:markdown tex2jax_ignore mathjax_ignore|math|image|footnotes)|language-[\w+#.-]{1,32})$/u,
  href: /^(?:https?:\/\/[^\s"<>]+|mailto:.*)$/u,
  rel: /^noopener noreferrer nofollow$/u,
  start: /^\d{1,9}$/u,
  align: /^(?:left|center|right)$/u,
};

/** What a real HTML parser finds wrong in the output of `markdownHtml`; `[]` if it is safe. */
export function faultsOf(html: string): string[] {
  const fragment = parseFragment(html);
  const faults = fragment.childNodes.flatMap((node) => faultsOfNode(node, false));
  if (/\n[^\S\n]*(?:\n|$)/u.test(html)) faults.push("an empty line");
  if (html.includes("{")) faults.push("a brace");
  const again = serialize(fragment);
  if (serialize(parseFragment(again)) !== again) faults.push("another tree when parsed again");
  return faults;
}

function faultsOfNode(node: DefaultTreeAdapterTypes.ChildNode, isInLink: boolean): string[] {
  if (node.nodeName === "#text") return [];
  if (!("attrs" in node)) return [node.nodeName];
  const isLink = node.tagName === "a";
  const faults = node.attrs
    .filter(({ name, value }) => !(ATTRIBUTES[name]?.test(value) ?? false))
    .map(({ name, value }) => `${name}=${value}`);
  if (!ELEMENTS.has(node.tagName)) faults.push(`<${node.tagName}>`);
  if (isInLink && isLink) faults.push("a link in a link");
  return [
    ...faults,
    ...node.childNodes.flatMap((child) => faultsOfNode(child, isInLink || isLink)),
  ];
}

/** The text that a browser shows of HTML, without spaces. */
export function textOfHtml(html: string): string {
  const textOf = (node: DefaultTreeAdapterTypes.ChildNode): string => {
    if ("value" in node) return node.value;
    return "childNodes" in node ? node.childNodes.map(textOf).join("") : "";
  };
  return withoutSpaces(parseFragment(html).childNodes.map(textOf).join(""));
}

export function withoutSpaces(text: string): string {
  return text.replaceAll(/\s+/gu, "");
}
