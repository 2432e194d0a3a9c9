import { encodeBase64 } from "../../../events/index.ts";
import { seededRandom } from "../../../stats/index.ts";
import { dig } from "../../../wire/index.ts";
import { positiveIntegerIn, enumIn, invalidField } from "../requests/fields.ts";
import { tokenizedInputsIn } from "../requests/tokenized-inputs.ts";

const DEFAULT_DIMENSIONS = 1_536;

const MAX_DIMENSIONS = 4_096;

/**
 * Returns embeddings: vectors of length 1 that depend only on the model, the text and the number of dimensions.
 * Similar texts are no closer to each other than any others.
 *
 * @throws {SimulationError} When the input is empty, too long, or neither text nor tokens.
 */
export function embeddingsPage(body: unknown, model: string): object {
  const dimensions = positiveIntegerIn(body, "dimensions") ?? DEFAULT_DIMENSIONS;
  if (dimensions > MAX_DIMENSIONS) {
    throw invalidField("dimensions", `at most ${MAX_DIMENSIONS}`, dimensions);
  }
  const inputs = tokenizedInputsIn(body, "input");
  if (inputs.some(({ tokens }) => tokens.length === 0)) {
    throw invalidField("input", "a string or a list, and not empty", dig(body, "input"));
  }
  const isBase64 = enumIn(body, "encoding_format", ["float", "base64"]) === "base64";
  const total = inputs.reduce((sum, { tokens }) => sum + tokens.length, 0);
  return {
    object: "list",
    data: inputs.map(({ text, tokens }, index) => {
      const vector = vectorOf(`${model}\n${text ?? tokens.join(" ")}`, dimensions);
      return { object: "embedding", index, embedding: isBase64 ? base64Of(vector) : [...vector] };
    }),
    model,
    usage: { prompt_tokens: total, total_tokens: total },
  };
}

/** Normal in each dimension, so uniform over all directions. */
function vectorOf(seed: string, dimensions: number): Float32Array {
  const random = seededRandom(seed);
  const numbers = Float64Array.from({ length: dimensions }, () => {
    // Box–Muller transform, using one of its two numbers.
    return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  });
  const length = Math.hypot(...numbers);
  return Float32Array.from(numbers, (number) => number / length);
}

/** Little-endian on every machine. */
function base64Of(vector: Float32Array): string {
  const bytes = new DataView(new ArrayBuffer(vector.length * 4));
  for (const [index, number] of vector.entries()) bytes.setFloat32(index * 4, number, true);
  return encodeBase64(new Uint8Array(bytes.buffer));
}
