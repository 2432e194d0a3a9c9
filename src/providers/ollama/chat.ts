import type { Provider } from "../provider.ts";
import { ollamaProvider, type OllamaSettings } from "./provider.ts";
import { chatBodyOf } from "./request.ts";

/**
 * Ollama's own chat wire, by its official SDK. The base URL is `http://127.0.0.1:11434` where none is given;
 * for `https://ollama.com` give a key.
 *
 * The SDK makes the request; the lines are decoded here, because its iterator drops a line that is not JSON,
 * and reads on when its consumer leaves. The wire cannot force a tool call: of `toolChoice` only `none`
 * counts.
 *
 * @throws {TypeError} When the key is the empty text, or the base URL is not an http(s) URL.
 *
 * @example
 * ```ts
 * ollamaChat().id; // "ollama-chat"
 * ```
 */
export function ollamaChat(settings: OllamaSettings = {}): Provider {
  return ollamaProvider({
    id: "ollama-chat",
    capabilities: {
      resume: "continuation",
      usage: "always",
      tools: "whole",
      reasoning: "text",
      images: true,
      seed: true,
    },
    settings,
    call(client, request) {
      const body = chatBodyOf(request, settings);
      return request.stream === false
        ? client.chat({ ...body, stream: false })
        : client.chat({ ...body, stream: true });
    },
  });
}
