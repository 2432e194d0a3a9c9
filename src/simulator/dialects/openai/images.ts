import { asText, dig } from "../../../wire/index.ts";
import { openAiImage, openAiLowDetailImage } from "../requests/image-tokens.ts";
import { imagePart, type PromptPart } from "../requests/conversation.ts";
import { partsIn } from "../requests/fields.ts";

/**
 * The images of a message of OpenAI's: parts of chat completions (`image_url`) or of the Responses API
 * (`input_image`).
 *
 * @throws {SimulationError} When the content is neither text nor a list of parts.
 */
export function openAiImagesIn(message: unknown): PromptPart[] {
  return partsIn(message, "content").flatMap((part) => {
    const given = dig(part, "image_url") ?? dig(part, "file_id");
    const type = dig(part, "type");
    if (type !== "image_url" && type !== "input_image") return [];
    const detail = dig(part, "detail") ?? dig(given, "detail");
    const rule = detail === "low" ? openAiLowDetailImage : openAiImage;
    return [imagePart(asText(given) ?? dig(given, "url"), rule)];
  });
}
