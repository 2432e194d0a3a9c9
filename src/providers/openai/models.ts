import { asList, asText, dig } from "../../wire/index.ts";
import { sendRequest } from "../http/send-request.ts";
import type { OpenAiClients } from "./client.ts";
import type { Attempt } from "../provider.ts";

/** Asks for the list of models as every server of OpenAI's family keeps it. */
export function openAiModels({ clients, endpoint }: OpenAiClients) {
  return async (attempt: Attempt): Promise<readonly string[]> => {
    const list: unknown = await sendRequest(attempt, endpoint, {
      send: (fetch) =>
        clients.withFetch(fetch, (client) => client.models.list({ signal: attempt.signal })),
      receive: (answer) => answer,
    });
    return asList(dig(list, "data")).flatMap((model) => asText(dig(model, "id")) ?? []);
  };
}
