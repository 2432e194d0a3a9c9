import { tagHighlighter, tags } from "@lezer/highlight";

/** Classes of tokens, as JupyterLab colours them in its editors. */
export const tokenClasses = tagHighlighter([
  { tag: tags.meta, class: "mr-hl-meta" },
  { tag: tags.heading, class: "mr-hl-header" },
  { tag: [tags.keyword, tags.bool], class: "mr-hl-keyword" },
  { tag: tags.atom, class: "mr-hl-atom" },
  { tag: tags.number, class: "mr-hl-number" },
  {
    tag: [tags.definition(tags.name), tags.function(tags.definition(tags.variableName))],
    class: "mr-hl-def",
  },
  { tag: tags.standard(tags.variableName), class: "mr-hl-builtin" },
  { tag: [tags.special(tags.variableName), tags.self], class: "mr-hl-variable-2" },
  { tag: tags.propertyName, class: "mr-hl-property" },
  { tag: tags.operator, class: "mr-hl-operator" },
  { tag: tags.comment, class: "mr-hl-comment" },
  { tag: tags.string, class: "mr-hl-string" },
  { tag: [tags.labelName, tags.monospace, tags.special(tags.string)], class: "mr-hl-string-2" },
  { tag: tags.bracket, class: "mr-hl-bracket" },
  { tag: tags.tagName, class: "mr-hl-tag" },
  { tag: tags.attributeName, class: "mr-hl-attribute" },
  { tag: tags.quote, class: "mr-hl-quote" },
  { tag: tags.link, class: "mr-hl-link" },
  { tag: tags.inserted, class: "mr-hl-inserted" },
  { tag: tags.deleted, class: "mr-hl-deleted" },
  { tag: tags.strong, class: "mr-hl-strong" },
  { tag: tags.emphasis, class: "mr-hl-emphasis" },
]);
