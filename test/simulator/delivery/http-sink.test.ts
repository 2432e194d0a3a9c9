import { once } from "node:events";
import { connect } from "node:net";

import { describe, expect, it } from "vitest";

import { httpSink } from "../../../src/simulator/delivery/http-sink.ts";
import type { Sink } from "../../../src/simulator/delivery/sink.ts";
import { byteServer } from "../../support/servers/byte-server.ts";

/** Sends raw bytes over one connection, and returns all bytes until the server closes it. */
async function sentFor(
  request: string,
  answer: (sink: Sink, path: string | undefined) => void,
): Promise<string> {
  const { url } = await byteServer(({ url: path }, response) => answer(httpSink(response), path));
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  let received = "";
  socket.on("data", (bytes) => (received += bytes.toString("utf8")));
  socket.write(request);
  await once(socket, "close");
  return received;
}

const bodyOf = (answer: string) => answer.slice(answer.indexOf("\r\n\r\n") + 4);

const LAST = "connection: close\r\n\r\n";

describe("httpSink()", () => {
  it("writes each frame as a chunk, with its size in bytes", async () => {
    const received = await sentFor(`GET / HTTP/1.1\r\nhost: s\r\n${LAST}`, (sink) => {
      sink.head(200, {});
      for (const frame of ["one", "zwölf", "", new Uint8Array([104, 105])]) sink.write(frame);
      sink.end();
    });

    expect(bodyOf(received)).toBe("3\r\none\r\n6\r\nzwölf\r\n2\r\nhi\r\n0\r\n\r\n");
  });

  it("does not chunk for HTTP/1.0 clients", async () => {
    const received = await sentFor("GET / HTTP/1.0\r\n\r\n", (sink) => {
      sink.head(200, {});
      for (const frame of ["one", "two"]) sink.write(frame);
      sink.end();
    });

    expect(received).not.toMatch(/transfer-encoding/i);
    expect(bodyOf(received)).toBe("onetwo");
  });

  it("does not chunk if there is a content-length", async () => {
    const received = await sentFor(`GET / HTTP/1.1\r\nhost: s\r\n${LAST}`, (sink) => {
      sink.head(200, { "content-length": "6" });
      for (const frame of ["one", "two"]) sink.write(frame);
      sink.end();
    });

    expect(bodyOf(received)).toBe("onetwo");
  });

  it("writes no body for HEAD requests", async () => {
    const received = await sentFor(`HEAD / HTTP/1.1\r\nhost: s\r\n${LAST}`, (sink) => {
      sink.head(200, {});
      for (const frame of ["one", "two"]) sink.write(frame);
      sink.end();
    });

    expect(received).toMatch(/^HTTP\/1\.1 200/u);
    expect(bodyOf(received)).toBe("");
  });

  it("keeps the order of pipelined answers", async () => {
    let first: Sink | undefined;
    const requests = `GET /1 HTTP/1.1\r\nhost: s\r\n\r\nGET /2 HTTP/1.1\r\nhost: s\r\n${LAST}`;
    const received = await sentFor(requests, (sink, path) => {
      sink.head(200, {});
      if (path === "/1") {
        sink.write("1a");
        first = sink;
        return;
      }
      sink.write("2a");
      sink.write("2b");
      first?.write("1b");
      first?.end();
      sink.write("2c");
      sink.end();
    });

    expect(received.match(/(?<=\r\n)[12][abc](?=\r\n)/g)).toEqual(["1a", "1b", "2a", "2b", "2c"]);
  });
});
