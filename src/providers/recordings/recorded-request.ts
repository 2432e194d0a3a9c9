import type { Fetch } from "../http/send-request.ts";
import type { RecordedRequest } from "./recording.ts";
import { secretEraser, type SecretEraser } from "./secret-eraser.ts";

/** Request headers about the format, not the sender. */
const REQUEST_HEADERS =
  /^(?:accept|content-type|user-agent|anthropic-version|anthropic-beta|openai-beta)$/u;

/** Response headers that explain it: its format, request ids and rate limits. */
export const RESPONSE_HEADERS =
  /^(?:content-type|date|server|retry-after(?:-ms)?|(?:x-|apim-)?request-id|x-amzn-(?:requestid|errortype)|(?:x-|anthropic-)ratelimit-[\w-]+|openai-(?:processing-ms|version|model)|cf-ray|x-ms-region)$/u;

/** Headers and parameters whose values authorise requests. */
const SECRET_NAME = /auth|key|token|cookie|secret|signature|credential|password|^sig$/iu;

/** Larger bodies contain files; a replay does not need them. */
const LARGEST_BODY_CHARS = 1_048_576;

/** Splits a request into its recordable parts and its secrets. */
export function recordedRequest(
  secrets: readonly string[],
  ...call: Parameters<Fetch>
): { readonly request: RecordedRequest; readonly secrets: readonly string[] } {
  const { url, method, headers, body } = partsOf(...call);
  const found = [...secrets, ...secretHeaders(headers), ...(url === null ? [] : secretsIn(url))];
  const eraser = secretEraser(found);
  return {
    request: {
      method,
      url: url === null ? "" : eraser.text(`${url.origin}${url.pathname}`),
      headers: recordableHeaders(headers, REQUEST_HEADERS, eraser),
      body: bodyOf(body, eraser),
    },
    secrets: found,
  };
}

function partsOf(...[input, init = {}]: Parameters<Fetch>) {
  const request =
    input instanceof Request ? input : { url: input, method: "GET", headers: undefined };
  return {
    url: URL.parse(request.url),
    method: init.method ?? request.method,
    headers: new Headers(init.headers ?? request.headers),
    body: init.body,
  };
}

/** Returns the headers whose names match, without secrets. */
export function recordableHeaders(
  headers: Headers,
  harmless: RegExp,
  eraser: SecretEraser,
): Record<string, string> {
  const recordable = [...headers].filter(([name]) => harmless.test(name));
  return Object.fromEntries(recordable.map(([name, value]) => [name, eraser.text(value)]));
}

/**
 * The values of secret headers: whole, without their scheme (`Bearer …`), AWS's signature, and each cookie's. Other parts
 * of AWS's header, such as `content-type`, occur in every one of its frames.
 */
function secretHeaders(headers: Headers): string[] {
  return [...headers]
    .filter(([name]) => SECRET_NAME.test(name))
    .flatMap(([name, value]) => [
      value,
      ...(/^\S+ +(\S+)$/u.exec(value)?.slice(1) ?? []),
      ...(/\bSignature=(\w+)/u.exec(value)?.slice(1) ?? []),
      ...(name === "cookie" ? value.split(/; */u).map((one) => one.replace(/^[^=]*=/u, "")) : []),
    ]);
}

function secretsIn({ username, password, searchParams }: URL): string[] {
  const values = [...searchParams].filter(([name]) => SECRET_NAME.test(name));
  return [username, password, ...values.map(([, value]) => value)];
}

function bodyOf(body: unknown, eraser: SecretEraser): string | undefined {
  const text = body instanceof Uint8Array ? new TextDecoder().decode(body) : body;
  if (typeof text !== "string" || text.length > LARGEST_BODY_CHARS) return undefined;
  return eraser.text(text);
}
