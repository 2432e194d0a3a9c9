/** One response of Gemini's, with one candidate. */
export const chunkOf = (candidate: object, rest: object = {}): object => ({
  candidates: [{ index: 0, ...candidate }],
  modelVersion: "m-1",
  ...rest,
});

/** The same, with a text and nothing else. */
export const textChunk = (text: string): object =>
  chunkOf({ content: { parts: [{ text }], role: "model" } });
