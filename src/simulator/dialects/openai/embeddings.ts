import { encodeBase64 } from "../../../events/index.ts";
import { seededRandom } from "../../../stats/index.ts";
import { dig } from "../../../wire/index.ts";
import { positiveIntegerIn, enumIn, invalidField } from "../requests/fields.ts";
import { tokenizedInputsIn } from "../requests/tokenized-inputs.ts";

const USUAL_DIMENSIONS = 1_536;

const MOST_DIMENSIONS = 4_096;

/**
 * Embeddings: vectors of length 1 that depend on nothing but the model, the text and the number of
 * dimensions. They mean nothing: texts that are alike are as far from each other as any.
 *
 * @throws {SimulationError} When the input is empty, or no text and no tokens, or there is too much of it.
 */
export function embeddingsPage(asked: unknown, model: string): object {
  const dimensions = positiveIntegerIn(asked, "dimensions") ?? USUAL_DIMENSIONS;
  if (dimensions > MOST_DIMENSIONS) {
    throw invalidField("dimensions", `at most ${MOST_DIMENSIONS}`, dimensions);
  }
  const inputs = tokenizedInputsIn(asked, "input");
  if (inputs.some(({ tokens }) => tokens.length === 0)) {
    throw invalidField("input", "text or a list, and not empty", dig(asked, "input"));
  }
  const isBase64 = enumIn(asked, "encoding_format", ["float", "base64"]) === "base64";
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

/** Normal in each direction, and so uniform over all of them. */
function vectorOf(seed: string, dimensions: number): Float32Array {
  const random = seededRandom(seed);
  const numbers = Float64Array.from({ length: dimensions }, () => {
    // Box and Muller, one of the two.
    return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  });
  const length = Math.hypot(...numbers);
  return Float32Array.from(numbers, (number) => number / length);
}

/** Little-endian, whatever the machine. */
function base64Of(vector: Float32Array): string {
  const bytes = new DataView(new ArrayBuffer(vector.length * 4));
  for (const [index, number] of vector.entries()) bytes.setFloat32(index * 4, number, true);
  return encodeBase64(new Uint8Array(bytes.buffer));
}
