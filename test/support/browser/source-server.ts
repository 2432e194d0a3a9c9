import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { stripTypeScriptTypes } from "node:module";
import { extname, join, normalize } from "node:path";

import { ROOT } from "../rooms.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".ts": "text/javascript",
  ".woff2": "font/woff2",
};

/** Files of the checkout over HTTP. */
export interface SourceServer {
  /** Without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the checkout on the loopback interface, so that browsers load its TypeScript modules without a build: types are
 * replaced by spaces.
 *
 * @param page The HTML of `/`.
 */
export async function startSourceServer(page: string): Promise<SourceServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    contentOf(pathname, page).then(
      (content) => {
        response.setHeader("content-type", TYPES[extname(pathname) || ".html"] ?? "text/plain");
        response.end(content);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function contentOf(pathname: string, page: string): Promise<string | Buffer> {
  if (pathname === "/") return page;
  const path = join(ROOT, normalize(decodeURIComponent(pathname)));
  if (!pathname.endsWith(".ts")) return readFile(path);
  return stripTypeScriptTypes(await readFile(path, "utf8"));
}
