import type { Server } from "node:http";

/**
 * Starts an HTTP server.
 *
 * @returns Its port, and a function that ends the server and all its connections.
 * @throws {Error} When the port is in use or forbidden, with the system's `code`.
 */
export async function listen(
  server: Server,
  port = 0,
  host = "127.0.0.1",
): Promise<{ readonly port: number; close(): Promise<void> }> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
