import { once } from "node:events";
import { createServer } from "node:net";

import { SetUpError } from "./set-up-error.ts";

/**
 * Makes sure that a port of 127.0.0.1 can be listened on; without one, finds one.
 *
 * @throws {SetUpError} When the port is in use or may not be used.
 */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer();
  try {
    server.listen(wanted, "127.0.0.1");
    await once(server, "listening");
  } catch (error) {
    throw new SetUpError(
      `Cannot listen on port ${wanted} as it is in use or not allowed: choose another with --port`,
      { cause: error },
    );
  }
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") {
    throw new SetUpError("Cannot find a free port as the system gave no TCP address");
  }
  return address.port;
}
