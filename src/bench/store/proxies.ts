import * as http from "node:http";

import type { EnvironmentVariables } from "../../providers/index.ts";

/** The proxies of a process, as `http.Agent` takes them. */
export interface Proxies {
  /** For http URLs; `undefined` for none. */
  readonly HTTP_PROXY: string | undefined;
  /** For https URLs; `undefined` for none. */
  readonly HTTPS_PROXY: string | undefined;
  /** Hosts that are reached directly, separated by commas. This machine is always one of them. */
  readonly NO_PROXY: string;
}

/** Node's agents and its `fetch` write an IPv6 address differently. */
const THIS_MACHINE = ["localhost", "127.0.0.1", "::1", "[::1]"];

/**
 * The proxies that environment variables set: `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, in upper or lower case.
 *
 * @returns `undefined` if they set none.
 * @throws {TypeError} When a proxy is not an http(s) URL. The message has no user and no password.
 *
 * @see {@link https://nodejs.org/docs/latest-v24.x/api/http.html#built-in-proxy-support}
 *
 * @example
 * ```ts
 * proxiesIn({ HTTPS_PROXY: "http://proxy:3128" })?.NO_PROXY; // "localhost,127.0.0.1,::1,[::1]"
 * ```
 */
export function proxiesIn(variables: EnvironmentVariables): Proxies | undefined {
  const plain = proxyIn(variables, "HTTP_PROXY");
  const secure = proxyIn(variables, "HTTPS_PROXY");
  if (plain === undefined && secure === undefined) return undefined;
  const direct = valueOf(variables, "NO_PROXY");
  return {
    HTTP_PROXY: plain,
    HTTPS_PROXY: secure,
    NO_PROXY: [direct ?? [], THIS_MACHINE].flat().join(","),
  };
}

/**
 * Whether this runtime can send requests through a proxy: Node from 24.14.
 *
 * @example
 * ```ts
 * hasProxySupport(); // true
 * ```
 */
export function hasProxySupport(): boolean {
  return "setGlobalProxyFromEnv" in http;
}

/**
 * Describes proxies, without user and password.
 *
 * @example
 * ```ts
 * describeProxies({ HTTP_PROXY: "http://me:secret@proxy:3128", HTTPS_PROXY: undefined, NO_PROXY: "" });
 * // "http://proxy:3128 for http"
 * ```
 */
export function describeProxies({ HTTP_PROXY: plain, HTTPS_PROXY: secure }: Proxies): string {
  if (plain !== undefined && plain === secure) return `${new URL(plain).origin} for http and https`;
  return [
    plain === undefined ? [] : `${new URL(plain).origin} for http`,
    secure === undefined ? [] : `${new URL(secure).origin} for https`,
  ]
    .flat()
    .join(", ");
}

function proxyIn(variables: EnvironmentVariables, name: string): string | undefined {
  const value = valueOf(variables, name);
  if (value === undefined) return undefined;
  const protocol = URL.parse(value)?.protocol;
  if (protocol === "http:" || protocol === "https:") return value;
  const shown = value.includes("@") ? "with a user, and not shown" : `"${value}"`;
  throw new TypeError(
    `Cannot use the proxy as ${name} must be an http or https URL: current value is ${shown}`,
  );
}

/** As in curl and in Node, lower case comes first and an empty variable is not set. */
function valueOf(variables: EnvironmentVariables, name: string): string | undefined {
  return [variables[name.toLowerCase()], variables[name]].find(
    (value) => value !== undefined && value !== "",
  );
}
