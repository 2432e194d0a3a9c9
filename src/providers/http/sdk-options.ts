/** The longest possible timer, in milliseconds: about 25 days. */
const LONGEST_TIMER_MS = 2_147_483_647;

/**
 * Options for clients of SDKs that Stainless generates (OpenAI's, Anthropic's): retries and the time limit belong to the
 * session, and a library does not write to the console.
 */
export const SDK_OPTIONS = {
  maxRetries: 0,
  timeout: LONGEST_TIMER_MS,
  logLevel: "off",
  // A notebook's kernel may look like a browser, but the key stays on the user's machine.
  dangerouslyAllowBrowser: true,
} as const;
