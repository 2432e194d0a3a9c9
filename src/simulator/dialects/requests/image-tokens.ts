export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** Returns the input tokens of an image; an image of unknown size counts as 1024 × 1024 pixels. */
export type ImageRule = (size: ImageSize | undefined) => number;

const DEFAULT_SIZE: ImageSize = { width: 1024, height: 1024 };

/**
 * OpenAI's rule for `detail: "high"` and `"auto"`: 85 tokens, and 170 for each tile of 512 pixels after scaling to at
 * most 2048 pixels and a shorter side of at most 768.
 *
 * @see {@link https://platform.openai.com/docs/guides/images-vision#calculating-costs} for GPT-4o.
 */
export const openAiImage: ImageRule = (size = DEFAULT_SIZE) => {
  const fitted = scaled(size, 2048 / Math.max(size.width, size.height));
  const { width, height } = scaled(fitted, 768 / Math.min(fitted.width, fitted.height));
  return 85 + 170 * Math.ceil(width / 512) * Math.ceil(height / 512);
};

/** OpenAI's rule for `detail: "low"`: 85 tokens. */
export const openAiLowDetailImage: ImageRule = () => 85;

/**
 * Anthropic's rule: a token for each 750 pixels after scaling to at most 1568 pixels, and at most about 1,600 tokens.
 *
 * @see {@link https://platform.claude.com/docs/en/build-with-claude/vision}
 */
export const anthropicImage: ImageRule = (size = DEFAULT_SIZE) => {
  const { width, height } = scaled(size, 1568 / Math.max(size.width, size.height));
  return Math.min(1_600, Math.ceil((width * height) / 750));
};

/**
 * Gemini's rule: 258 tokens if both sides are at most 384 pixels, else for each tile of 768 pixels.
 *
 * @see {@link https://ai.google.dev/gemini-api/docs/tokens}
 */
export const geminiImage: ImageRule = (size = DEFAULT_SIZE) => {
  if (size.width <= 384 && size.height <= 384) return 258;
  return 258 * Math.ceil(size.width / 768) * Math.ceil(size.height / 768);
};

/** LLaVA's rule, for local models: 24 × 24 patches. */
export const llavaImage: ImageRule = () => 576;

/** Scales an image down, never up. */
function scaled({ width, height }: ImageSize, factor: number): ImageSize {
  const by = Math.min(1, factor);
  return { width: Math.round(width * by), height: Math.round(height * by) };
}
