import { createServer, request as httpRequest } from "node:http";
import { connect } from "node:net";
import { onTestFinished } from "vitest";

/** A forward proxy on loopback that sends every request to one server, until the test has finished. */
export interface ForwardProxy {
  /** Without user and password. */
  readonly url: string;
  /** The requests, such as `POST http://llm.invalid/v1` and `CONNECT llm.invalid:443`. */
  readonly requested: readonly string[];
}

/** @param target The URL of a server on this machine. */
export async function forwardProxy(target: string): Promise<ForwardProxy> {
  const { hostname, port } = new URL(target);
  const requested: string[] = [];
  const proxy = createServer((incoming, outgoing) => {
    const { url = "", method = "GET", headers } = incoming;
    requested.push(`${method} ${url}`);
    const { pathname: path } = new URL(url);
    const forwarded = httpRequest({ hostname, port, path, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on("error", () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  proxy.on("connect", (incoming, client) => {
    requested.push(`CONNECT ${incoming.url ?? ""}`);
    const server = connect(Number(port), hostname, () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      server.pipe(client).pipe(server);
    });
    server.on("error", () => client.destroy());
    client.on("error", () => server.destroy());
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const address = proxy.address();
  if (address === null || typeof address === "string") throw new Error("The proxy has no port");
  return { url: `http://127.0.0.1:${address.port}`, requested };
}
