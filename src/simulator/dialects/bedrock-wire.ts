import type { Refusal } from "../dialect.ts";
import { decodedPath } from "./decoded-path.ts";

/** What is asked of a model on Bedrock. */
export interface BedrockPath {
  readonly model: string;
  readonly operation: string;
}

/** Takes a path apart; the model's name is escaped in it, since it may be an address of its own. */
export function bedrockPath(path: string): BedrockPath | undefined {
  const [, model, operation] = /^\/model\/([^/]+)\/([a-z-]+)$/u.exec(path) ?? [];
  if (model === undefined || operation === undefined) return undefined;
  return { model: decodedPath(model), operation };
}

/** The header in which AWS names a request. */
export const BEDROCK_REQUEST_ID = "x-amzn-requestid";

/** An error in AWS's shape: its type is in a header, with an address of AWS's own behind it. */
export function bedrockRefusal(status: number, message: string): Refusal {
  const type = `${typeOf(status)}:http://internal.amazon.com/coral/com.amazon.bedrock/`;
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

function typeOf(status: number): string {
  return TYPES[status] ?? (status < 500 ? "ValidationException" : "InternalServerException");
}
