import { asText, dig } from "../../../wire/index.ts";
import { openAiImage, openAiLowDetailImage } from "../requests/image-tokens.ts";
import { imagePart, type PromptPart } from "../requests/conversation.ts";
import { partsIn } from "../requests/fields.ts";

/**
 * Reads the images of a message: parts of chat completions (`image_url`) or of the Responses API (`input_image`).
 *
 * @throws {SimulationError} When the content is neither a string nor a list of parts.
 */
export function openAiImagesIn(message: unknown): PromptPart[] {
  return partsIn(message, "content").flatMap((part) => {
    const image = dig(part, "image_url") ?? dig(part, "file_id");
    const type = dig(part, "type");
    if (type !== "image_url" && type !== "input_image") return [];
    const detail = dig(part, "detail") ?? dig(image, "detail");
    const rule = detail === "low" ? openAiLowDetailImage : openAiImage;
    return [imagePart(asText(image) ?? dig(image, "url"), rule)];
  });
}
