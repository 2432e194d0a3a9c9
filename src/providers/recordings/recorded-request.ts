import type { Fetch } from "../http/send-request.ts";
import type { RecordedRequest } from "./recording.ts";
import { secretEraser, type SecretEraser } from "./secret-eraser.ts";

/** Headers of a request that say what is spoken, and not who speaks. */
const REQUEST_HEADERS =
  /^(?:accept|content-type|user-agent|anthropic-version|anthropic-beta|openai-beta)$/u;

/** Headers of an answer that help to understand it: what it is, which request it answers, how much is left. */
const ANSWER_HEADERS =
  /^(?:content-type|date|server|retry-after(?:-ms)?|(?:x-|apim-)?request-id|x-amzn-(?:requestid|errortype)|(?:x-|anthropic-)ratelimit-[\w-]+|openai-(?:processing-ms|version|model)|cf-ray|x-ms-region)$/u;

/** Headers and parameters whose values let somebody else make a request. */
const SECRET_NAME = /auth|key|token|cookie|secret|signature|credential|password|^sig$/iu;

/** Larger ones hold files; an answer can be played without them. */
const LARGEST_BODY_CHARS = 1_048_576;

/** What may be kept of a request, and what must be kept out of all that follows. */
export interface AskedRequest {
  readonly request: RecordedRequest;
  readonly secrets: readonly string[];
}

/** Takes a request apart into what may be recorded and what is secret. */
export function askedRequest(secrets: readonly string[], ...call: Parameters<Fetch>): AskedRequest {
  const { url, method, headers, body } = partsOf(...call);
  const found = [...secrets, ...secretHeaders(headers), ...(url === null ? [] : secretsIn(url))];
  const eraser = secretEraser(found);
  return {
    request: {
      method,
      url: url === null ? "" : eraser.text(`${url.origin}${url.pathname}`),
      headers: keptHeaders(headers, REQUEST_HEADERS, eraser),
      body: bodyOf(body, eraser),
    },
    secrets: found,
  };
}

function partsOf(...[input, init = {}]: Parameters<Fetch>) {
  const asked =
    input instanceof Request ? input : { url: input, method: "GET", headers: undefined };
  return {
    url: URL.parse(asked.url),
    method: init.method ?? asked.method,
    headers: new Headers(init.headers ?? asked.headers),
    body: init.body,
  };
}

/** The headers of an answer that may be kept. */
export function answerHeaders(
  headers: Headers,
  eraser: Pick<SecretEraser, "text">,
): Record<string, string> {
  return keptHeaders(headers, ANSWER_HEADERS, eraser);
}

function keptHeaders(
  headers: Headers,
  harmless: RegExp,
  eraser: Pick<SecretEraser, "text">,
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of headers) if (harmless.test(name)) kept[name] = eraser.text(value);
  return kept;
}

/**
 * The values of secret headers: whole, without the scheme before them (`Bearer …`), AWS's signature, and each
 * cookie's. Other words of AWS's header, such as `content-type`, stand in every one of its frames.
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

function bodyOf(body: unknown, eraser: Pick<SecretEraser, "text">): string | undefined {
  const text = body instanceof Uint8Array ? new TextDecoder().decode(body) : body;
  if (typeof text !== "string" || text.length > LARGEST_BODY_CHARS) return undefined;
  return eraser.text(text);
}
