/**
 * Markdown that grows: text in, block tree out in time proportional to the text added, late changes as bounded patches.
 * CommonMark, GFM, math and footnotes, without raw HTML. No DOM: the tree becomes HTML here, and DOM in the view.
 */
export { markdownHtml } from "./html/markdown-html.ts";
export { safeHref } from "./html/safe-href.ts";
export type {
  Block,
  Change,
  CodeBlock,
  Footnote,
  Heading,
  HtmlBlock,
  Inline,
  List,
  ListItem,
  MarkdownDocument,
  MarkdownNode,
  MarkdownOptions,
  MarkdownStream,
  MathBlock,
  Paragraph,
  Quote,
  Rule,
  MarkdownTable,
  MarkdownRow,
} from "./tree.ts";
export { markdownStream, parseMarkdown } from "./markdown-stream.ts";
