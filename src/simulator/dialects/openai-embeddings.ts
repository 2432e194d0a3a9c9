import { seededRandom } from "../../stats/index.ts";
import { asCount, asList, asText, dig } from "../../wire/index.ts";
import { base64OfBytes } from "../base64-of-bytes.ts";
import { SimulationError } from "../simulation-error.ts";
import { tokensOf } from "../tokens.ts";
import { countFrom1 } from "./request-fields.ts";

const USUAL_DIMENSIONS = 1_536;

const MOST_DIMENSIONS = 4_096;

/**
 * Embeddings: vectors of length 1 that depend on nothing but the model, the text and the number of
 * dimensions. They mean nothing: texts that are alike are as far from each other as any.
 *
 * @throws {SimulationError} When the input is no text and no list, or there are too many dimensions.
 */
export function embeddingsPage(asked: unknown, model: string): object {
  const dimensions = countFrom1(asked, "dimensions") ?? USUAL_DIMENSIONS;
  if (dimensions > MOST_DIMENSIONS) {
    throw new SimulationError(
      `Cannot embed as "dimensions" must be at most ${MOST_DIMENSIONS}: current value is ${dimensions}`,
    );
  }
  const inputs = inputsIn(dig(asked, "input"));
  const isBase64 = dig(asked, "encoding_format") === "base64";
  const total = inputs.reduce((sum, { length }) => sum + length, 0);
  return {
    object: "list",
    data: inputs.map(({ text }, index) => {
      const vector = vectorOf(`${model}\n${text}`, dimensions);
      return { object: "embedding", index, embedding: isBase64 ? base64Of(vector) : [...vector] };
    }),
    model,
    usage: { prompt_tokens: total, total_tokens: total },
  };
}

interface Input {
  readonly text: string;
  /** In tokens. */
  readonly length: number;
}

/** A text, a list of texts, a list of token numbers, or a list of such lists. */
function inputsIn(given: unknown): Input[] {
  const isOne =
    asText(given) !== undefined || asList(given).some((one) => asCount(one) !== undefined);
  const inputs = (isOne ? [given] : asList(given)).map(inputOf);
  if (inputs.length > 0 && inputs.every(({ length }) => length > 0)) return inputs;
  throw new SimulationError(
    `Cannot embed as "input" must be text or a list, and not empty: current value is ${JSON.stringify(given)}`,
  );
}

function inputOf(given: unknown): Input {
  const text = asText(given);
  if (text !== undefined) return { text, length: tokensOf(text).length };
  const tokens = asList(given).flatMap((token) => asCount(token) ?? []);
  return { text: tokens.join(" "), length: tokens.length };
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
  return base64OfBytes(new Uint8Array(bytes.buffer));
}
