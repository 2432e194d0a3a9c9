/** The host that every hostile output tries to reach; `.invalid` never resolves. */
const HOSTILE_HOST = "hostile.invalid";

/** A script that appends the output's index to `globalThis.hacked`, for handlers, script elements and URLs. */
export const RUN = "(globalThis.hacked??=[]).push(CASE)";

/** A URL whose request counts as harm. */
export const BEACON = `http://${HOSTILE_HOST}/CASE.png`;

/** The shortest HTML that runs a script and sends a request in every program that does not escape it. */
export const IMAGE = `<img src=x onerror="${RUN}"><img src="${BEACON}">`;

/** Outputs of one kind, by name. `CASE` is replaced by the output's index. */
export type Family = Readonly<Record<string, string>>;
