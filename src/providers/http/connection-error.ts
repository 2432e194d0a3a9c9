import { asText, dig } from "../../wire/index.ts";
import { messageOf, rootCauseOf } from "../../events/index.ts";

/**
 * Returns a one-line reason why a request got no answer, for display.
 *
 * Describes the innermost cause, as `fetch` wraps the socket's error and an SDK may wrap that. Rewords messages that
 * platforms wrote for their own developers.
 */
export function describeConnectionError(error: unknown): string {
  const root = rootCauseOf(error);
  const code = asText(dig(root, "code")) ?? "";
  const message = messageOf(root).trim();
  const reworded = REWORDED.find(({ pattern }) => pattern.test(`${code} ${message}`));
  return reworded?.as ?? (message === "" ? code : message);
}

/** Messages of Node and Deno for faults that a base URL can have. */
const REWORDED: readonly { readonly pattern: RegExp; readonly as: string }[] = [
  {
    pattern: /bad port|Requests to port \d+ are blocked/u,
    as: "fetch blocks this port, as browsers do: use another port",
  },
  {
    pattern: /wrong version number|packet length too long|InvalidContentType/u,
    as: "the server does not speak TLS on this port: use http:// instead of https://, or another port",
  },
  {
    pattern: /redirect count exceeded|number of redirects/u,
    as: "the server redirects endlessly: check the path of the base URL",
  },
];
