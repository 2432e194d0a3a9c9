/** A Gemini response with one candidate. */
export const chunkOf = (candidate: object, rest: object = {}): object => ({
  candidates: [{ index: 0, ...candidate }],
  modelVersion: "m-1",
  ...rest,
});

/** A response with only this text. */
export const textChunk = (text: string): object =>
  chunkOf({ content: { parts: [{ text }], role: "model" } });
