import { asList, asText, dig } from "../../wire/index.ts";
import { allPages } from "../http/all-pages.ts";
import type { SendSigned } from "./client.ts";
import { bedrockListSigner } from "./list-signer.ts";
import { type BedrockMakers, bedrockModelList } from "./model-list.ts";
import type { BedrockSettings } from "./settings.ts";
import { loadOnce } from "../http/load-once.ts";
import type { Attempt } from "../provider.ts";
import { readWhole } from "../http/read-whole.ts";
import { signedRequest } from "./signed-request.ts";

/** Asks Bedrock's control plane which models and profiles there are, and gives those that answer. */
export function bedrockModels(settings: BedrockSettings, makers: BedrockMakers) {
  const signer = loadOnce(() => bedrockListSigner(settings));

  return async (attempt: Attempt): Promise<readonly string[]> => {
    const lists = await signer();

    function read(sign: (send: SendSigned) => Promise<void>): Promise<unknown> {
      attempt.signal.throwIfAborted();
      const { line, send } = signedRequest(attempt, settings, sign);
      return readWhole(attempt, line, send);
    }

    const models = await read(lists.models);
    const profiles = await allPages(async (nextToken) => {
      const page = await read((send) => lists.profiles(nextToken, send));
      return {
        entries: asList(dig(page, "inferenceProfileSummaries")),
        next: asText(dig(page, "nextToken")),
      };
    });
    return bedrockModelList(asList(dig(models, "modelSummaries")), profiles, makers);
  };
}
