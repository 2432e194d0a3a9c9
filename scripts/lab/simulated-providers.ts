import { asText, dig, parseJson } from "../../src/wire/index.ts";
import { startLeashed } from "./leashed-process.ts";
import { ownFolder } from "./own-folder.ts";
import { SetUpError } from "./set-up-error.ts";

/** The running providers of the room `simulator`. */
export interface SimulatedProviders {
  /** Where they speak OpenAI's dialect; ends in `/v1`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts `millrace simulate` on a free port and waits for the line with its URL.
 *
 * @throws {SetUpError} When it ends before that.
 */
export async function startSimulatedProviders(): Promise<SimulatedProviders> {
  const folder = await ownFolder("providers");
  const lines: string[] = [];
  const found = Promise.withResolvers<string>();
  const server = startLeashed(
    process.execPath,
    ["-C", "millrace-source", "src/cli/main.ts", "simulate", "--port", "0", "--json"],
    {
      folder,
      env: process.env,
      onLine(line) {
        lines.push(line);
        const url = line.startsWith("{") ? asText(dig(parseJson(line), "url")) : undefined;
        if (url !== undefined) found.resolve(url);
      },
    },
  );
  void server.ended.then((status) => {
    const message = `Cannot start the simulated providers as they ended with status ${status}`;
    found.reject(new SetUpError(message, { output: lines.join("\n") }));
  });
  return { url: await found.promise, close: () => server.close() };
}
