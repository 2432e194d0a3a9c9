import type { Provider } from "../provider.ts";
import { endpointProvider, type OllamaSettings } from "./provider.ts";
import { generateBodyOf } from "./request.ts";

/**
 * Ollama's `/api/generate`, which continues a prompt, for models without a chat template. Otherwise like
 * {@link ollamaChat}.
 *
 * The endpoint has no turns and no tools. A single user message is the prompt, system messages have their own field,
 * and a longer conversation becomes a transcript in the prompt. A request with tools fails as `unexpected`.
 *
 * @throws {TypeError} When the key is an empty string, or the base URL is not an http(s) URL.
 *
 * @example
 * ```ts
 * ollamaGenerate({ keepAlive: "10m" }).capabilities.tools; // "none"
 * ```
 */
export function ollamaGenerate(settings: OllamaSettings = {}): Provider {
  return endpointProvider({
    id: "ollama-generate",
    tools: "none",
    settings,
    call(client, request) {
      const body = generateBodyOf(request, settings);
      return request.stream === false
        ? client.generate({ ...body, stream: false })
        : client.generate({ ...body, stream: true });
    },
  });
}
