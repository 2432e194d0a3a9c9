import { createServer, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { onTestFinished } from "vitest";

import { chatFrames } from "./byte-server.ts";

/** When a server silently closes a connection after an answer. */
export type Closing =
  /** This long after the answer; the client cannot know. */
  | { readonly kind: "idle"; readonly afterMs: (answer: number) => number }
  /** On the first bytes after `answers` answers, without reading them. */
  | { readonly kind: "reused"; readonly answers: number };

/** A chat server on loopback that closes its connections, until the test has finished. */
export interface ClosingServer {
  /** The base URL of the API, including `/v1`. */
  readonly url: string;
  /** Number of answered requests. */
  readonly answers: number;
  readonly connections: number;
}

/** Starts a server that answers every request with "Hello" and closes connections as real servers do. */
export async function closingServer(closing: Closing): Promise<ClosingServer> {
  let answers = 0;
  let connections = 0;
  const answered = new WeakMap<Socket, number>();

  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    request.resume().on("end", () => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.end(chatFrames("Hello").join(""));
    });
    response.on("finish", () => {
      const { socket } = request;
      answers++;
      const count = (answered.get(socket) ?? 0) + 1;
      answered.set(socket, count);
      if (closing.kind === "idle") setTimeout(() => socket.destroy(), closing.afterMs(answers));
      else if (count >= closing.answers) {
        // Before the HTTP parser reads them.
        socket.prependListener("data", () => socket.resetAndDestroy());
      }
    });
  });
  server.on("connection", () => connections++);
  const url = `http://127.0.0.1:${(await listen(server)).port}/v1`;
  return {
    url,
    get answers() {
      return answers;
    },
    get connections() {
      return connections;
    },
  };
}

async function listen(server: Server): Promise<AddressInfo> {
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port");
  return address;
}
