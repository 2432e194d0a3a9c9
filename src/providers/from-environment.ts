import { openAiChat } from "./openai-chat.ts";
import type { Provider } from "./provider.ts";

/** The environment's variables by name, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A provider, and the model to ask where the caller names none. */
export interface ProviderChoice {
  readonly provider: Provider;
  readonly model: string;
}

/**
 * The provider that the environment asks for: OpenAI, or what speaks its wire, where `OPENAI_API_KEY`
 * is set (`OPENAI_BASE_URL` and `OPENAI_MODEL` count); else the embedded one at
 * `MILLRACE_SIMULATOR_URL`, which `npm start` sets.
 *
 * @throws {TypeError} When neither is set, or a URL is not one.
 *
 * @example
 * ```ts
 * const { model } = providerFromEnvironment({ MILLRACE_SIMULATOR_URL: "http://127.0.0.1:8000/v1" });
 * model; // "hosted-fast"
 * ```
 */
export function providerFromEnvironment(environment: Environment): ProviderChoice {
  const apiKey = environment["OPENAI_API_KEY"] ?? "";
  if (apiKey !== "") {
    const baseUrl = environment["OPENAI_BASE_URL"];
    return {
      provider: openAiChat(baseUrl ? { apiKey, baseUrl } : { apiKey }),
      model: environment["OPENAI_MODEL"] ?? "gpt-4o-mini",
    };
  }
  const baseUrl = environment["MILLRACE_SIMULATOR_URL"];
  if (baseUrl) return { provider: openAiChat({ apiKey: "none", baseUrl }), model: "hosted-fast" };
  throw new TypeError(
    "Cannot choose a provider as neither OPENAI_API_KEY nor MILLRACE_SIMULATOR_URL is set: set a key, or start with npm start",
  );
}
