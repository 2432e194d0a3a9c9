import {
  documentOf,
  exportHtml,
  exportJson,
  exportMarkdown,
  type ReceivedStream,
} from "millrace/protocols";

import type { DownloadFile } from "../stream-controls.ts";

export type SavedFormat = "html" | "markdown" | "json";

const FORMATS = {
  html: { ending: "html", mimeType: "text/html", write: exportHtml },
  markdown: { ending: "md", mimeType: "text/markdown", write: exportMarkdown },
  json: { ending: "json", mimeType: "application/json", write: exportJson },
} as const;

/** Returns an answer as a file, named after its title. */
export function savedFile(stream: ReceivedStream, format: SavedFormat): DownloadFile {
  const { ending, mimeType, write } = FORMATS[format];
  return { name: `${fileName(stream.title)}.${ending}`, mimeType, text: write(documentOf(stream)) };
}

/** Only letters, digits and dashes, so that no title can name a path. */
function fileName(title: string | undefined): string {
  const name = (title ?? "").replaceAll(/[^\p{L}\p{N}]+/gu, "-").replaceAll(/^-+|-+$/gu, "");
  return name.slice(0, 60) || "answer";
}

/** Saves a file by the browser's own download. */
export function downloadFile({ name, mimeType, text }: DownloadFile): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `${mimeType};charset=utf-8` }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
