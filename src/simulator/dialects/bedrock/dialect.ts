import type { AnswerIdentity, Dialect, Encoder, ErrorResponse } from "../dialect.ts";
import type { SimulatedAnswer } from "../../answer/simulated-answer.ts";
import type { SimulatedRequest } from "../../answer/simulated-request.ts";
import { parseBody } from "../requests/body.ts";
import { decodedPath } from "../requests/decoded-path.ts";
import { BEDROCK_CONTENT_TYPE } from "./frames.ts";
import { bedrockModelNamed } from "./models.ts";

interface BedrockApi {
  readonly id: string;
  /** The operation, as the last segment of its path, for a complete answer and for a stream. */
  readonly operations: { readonly whole: string; readonly stream: string };
  /** @throws {SimulationError} When the body is invalid. */
  read(body: object): {
    readonly request: Omit<SimulatedRequest, "model" | "seed">;
    encoder(
      answer: SimulatedAnswer,
      identity: AnswerIdentity & { readonly model: string },
    ): Encoder;
  };
}

/** Creates the dialect of one of Bedrock's APIs. The model is part of the path. */
export function bedrockDialect({ id, operations, read }: BedrockApi): Dialect {
  /** The model is percent-encoded, as it can be an ARN. */
  function parsePath(path: string) {
    const [, model, operation] = /^\/model\/([^/]+)\/([a-z-]+)$/u.exec(path) ?? [];
    if (model === undefined) return undefined;
    const delivery = (["whole", "stream"] as const).find((one) => operations[one] === operation);
    return delivery && { model: bedrockModelNamed(decodedPath(model)), delivery };
  }

  return {
    id,
    requestIdHeader: "x-amzn-requestid",
    claims: ({ path }) => parsePath(path) !== undefined,
    errorResponse: bedrockErrorResponse,

    route(call, { seed }) {
      const operation = parsePath(call.path);
      if (call.method !== "POST" || operation === undefined) return undefined;
      const { model, delivery } = operation;
      const { request, encoder } = read(parseBody(call));
      return {
        kind: "generation",
        request: { ...request, model, seed },
        delivery,
        contentType: BEDROCK_CONTENT_TYPE,
        encoder: (answer, identity) => encoder(answer, { ...identity, model }),
      };
    },
  };
}

/** Returns an error in AWS's format: its type is in a header, followed by an internal URL of AWS. */
function bedrockErrorResponse(status: number, message: string): ErrorResponse {
  const name = TYPES[status] ?? (status < 500 ? "ValidationException" : "InternalServerException");
  const type = `${name}:http://internal.amazon.com/coral/com.amazon.bedrock/`;
  return { headers: { "x-amzn-errortype": type }, body: { message } };
}

/** @see {@link https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html} */
const TYPES: Readonly<Record<number, string>> = {
  403: "AccessDeniedException",
  404: "ResourceNotFoundException",
  408: "ModelTimeoutException",
  424: "ModelErrorException",
  429: "ThrottlingException",
  503: "ServiceUnavailableException",
};
