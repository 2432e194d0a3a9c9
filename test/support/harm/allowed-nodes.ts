/**
 * Returns descriptions of the elements and attributes below `selector` that no model output may have. It runs in a page,
 * so it uses nothing from outside itself.
 */
export function allowedNodes(selector: string): string[] {
  const elements = new Set(
    `A B BLOCKQUOTE BR BUTTON CANVAS CODE DD DEL DETAILS DIV DL DT EM FIGCAPTION FIGURE FOOTER H1 H2 H3 H4 H5 H6 HEADER HR I
    INPUT LABEL LI OL P PRE S SECTION SMALL SPAN STRONG SUB SUMMARY SUP TABLE TBODY TD TH THEAD TIME TR UL
    svg path line g rect circle title polyline
    math semantics annotation mrow mi mn mo ms mtext mspace msup msub msubsup mfrac msqrt mroot munder mover munderover
    mtable mtr mtd mstyle mpadded mphantom menclose merror mlabeledtr mmultiscripts mprescripts none mglyph`.split(
      /\s+/u,
    ),
  );
  const attributes =
    /^(?:on.*|src|srcset|srcdoc|action|formaction|form|data|poster|background|ping|attributionsrc|xlink:href|is|slot|part|nonce|http-equiv|content|contenteditable|autofocus|popover.*|command.*|data-commandlinker.*|hx-.*|x-.*|v-.*|ng-.*|@.*|:.*|usemap|manifest|archive|code|codebase|integrity|accesskey)$/u;
  const problems = new Set<string>();

  const attributeProblem = (node: Element, { name, value }: Attr): string | undefined => {
    if (name === "href") {
      if (node.localName !== "a") return "a link that is no <a>";
      return /^(?:https?:|mailto:|#mr-)/u.test(value) ? undefined : "a link";
    }
    if (name === "style") {
      return /url\(|expression|@import|fixed|javascript/iu.test(value) ? "a style" : undefined;
    }
    // The pane's own popover.
    if (/^(?:popover|popovertarget)=(?:auto|manual)?$/u.test(`${name}=${value}`)) return undefined;
    if (attributes.test(name)) return "an attribute";
    // Text from models is allowed only where it is a label.
    const isLabel = /^(?:title|aria-label|aria-description|encoding)$/u.test(name);
    return !isLabel && /hacked|hostile\.invalid/u.test(value)
      ? "an output in an attribute"
      : undefined;
  };

  for (const node of document.querySelectorAll(`${selector} *`)) {
    const name =
      node.namespaceURI === "http://www.w3.org/1999/xhtml" ? node.tagName : node.localName;
    if (!elements.has(name)) problems.add(`<${name}>`);
    if (name === "INPUT" && !node.matches("[type=checkbox][disabled]")) problems.add("<INPUT>");
    for (const attribute of node.attributes) {
      const problem = attributeProblem(node, attribute);
      if (problem !== undefined) {
        problems.add(`${problem}: <${name} ${attribute.name}="${attribute.value.slice(0, 200)}">`);
      }
    }
  }
  return [...problems].slice(0, 50);
}
