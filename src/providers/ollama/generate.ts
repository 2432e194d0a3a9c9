import type { Provider } from "../provider.ts";
import { ollamaProvider, type OllamaSettings } from "./provider.ts";
import { generateBodyOf } from "./request.ts";

/**
 * Ollama's `/api/generate`: a prompt and its continuation, for models without a chat template. Else as
 * {@link ollamaChat}.
 *
 * The endpoint knows no turns and no tools. One user message is the prompt as it is, system messages go
 * beside it, and a conversation is written into the prompt, turn after turn. A request with tools fails, as
 * `unexpected`.
 *
 * @throws {TypeError} When the key is the empty text, or the base URL is not an http(s) URL.
 *
 * @example
 * ```ts
 * ollamaGenerate({ keepAlive: "10m" }).capabilities.tools; // "none"
 * ```
 */
export function ollamaGenerate(settings: OllamaSettings = {}): Provider {
  return ollamaProvider({
    id: "ollama-generate",
    capabilities: {
      resume: "continuation",
      usage: "always",
      tools: "none",
      reasoning: "text",
      images: true,
      seed: true,
    },
    settings,
    call(client, request) {
      const body = generateBodyOf(request, settings);
      return request.stream === false
        ? client.generate({ ...body, stream: false })
        : client.generate({ ...body, stream: true });
    },
  });
}
