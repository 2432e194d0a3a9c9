/** The longest that a timer can be, in milliseconds: about 25 days. */
const LONGEST_TIMER_MS = 2_147_483_647;

/**
 * How the clients of SDKs of the Stainless kind (OpenAI's, Anthropic's) are set up: retries and the time limit
 * are the session's, and a library does not write to the console.
 */
export const SDK_OPTIONS = {
  maxRetries: 0,
  timeout: LONGEST_TIMER_MS,
  logLevel: "off",
  // A notebook's kernel may look like a browser; the key is the user's own, on the user's machine.
  dangerouslyAllowBrowser: true,
} as const;
