import type { Provider } from "../provider.ts";
import { endpointProvider, type OllamaSettings } from "./provider.ts";
import { chatBodyOf } from "./request.ts";

/**
 * Ollama's own chat API, through its official SDK. The default base URL is `http://127.0.0.1:11434`;
 * `https://ollama.com` requires a key.
 *
 * The SDK makes the request. This package decodes the lines, because the SDK's iterator drops lines that are not JSON,
 * and reads on after its consumer has left. The API cannot force a tool call: only `none` of `toolChoice` has an
 * effect.
 *
 * @throws {TypeError} When the key is an empty string, or the base URL is not an http(s) URL.
 *
 * @example
 * ```ts
 * ollamaChat().id; // "ollama-chat"
 * ```
 */
export function ollamaChat(settings: OllamaSettings = {}): Provider {
  return endpointProvider({
    id: "ollama-chat",
    tools: "whole",
    settings,
    call(client, request) {
      const body = chatBodyOf(request, settings);
      return request.stream === false
        ? client.chat({ ...body, stream: false })
        : client.chat({ ...body, stream: true });
    },
  });
}
