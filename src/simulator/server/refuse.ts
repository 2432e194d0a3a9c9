import { isStreamError, messageOf } from "../../events/index.ts";
import { identifyingHeaders, type PendingRequest } from "../delivery/active-request.ts";
import type { FailedRequest } from "../dialects/dialect.ts";
import type { Fault } from "../settings/fault.ts";
import { SimulationError } from "../simulation-error.ts";

interface RefusalStatus extends Partial<Pick<FailedRequest, "retryAfterMs" | "reason">> {
  readonly code: number;
}

/** Refuses a request with an error in the provider's format. */
export function refuse(
  request: PendingRequest,
  { code, retryAfterMs, reason }: RefusalStatus,
  message: string,
): void {
  const { call, sink, truth, dialect } = request;
  const failed = { call, id: truth.id, retryAfterMs, reason };
  const { headers, body } = dialect.errorResponse(code, message, failed);
  sink.head(code, {
    "content-type": "application/json",
    ...identifyingHeaders(request),
    ...headers,
    ...retryHeaders(retryAfterMs),
  });
  sink.write(JSON.stringify(body));
  sink.end();
  truth.end("refused");
}

function retryHeaders(retryAfterMs: number | undefined): Record<string, string> {
  if (retryAfterMs === undefined) return {};
  return {
    "retry-after": String(Math.ceil(retryAfterMs / 1000)),
    "retry-after-ms": String(retryAfterMs),
  };
}

/** Refuses a request because of an error. If its answer has begun, cuts the answer, so that the server goes on. */
export function refuseForError(error: unknown, request: PendingRequest): void {
  try {
    const reason = error instanceof SimulationError ? error.reason : undefined;
    refuse(request, { code: statusOf(error), reason }, messageOf(error));
  } catch {
    request.sink.cut("rst");
    request.truth.end("cut");
  }
}

function statusOf(error: unknown): number {
  if (error instanceof SimulationError) return error.status;
  return isStreamError(error) ? 400 : 500;
}

const CONTEXT_LENGTH_EXCEEDED = "This model's maximum context length is exceeded, on request";

/** Returns whether a fault has refused a request instead of answering it. */
export type RefusalFaults = (fault: Fault, model: string, request: PendingRequest) => boolean;

/** Applies faults that refuse requests, and counts refusals for faults with a limit. */
export function refusalFaults(): RefusalFaults {
  const refusals = new Map<string, number>();

  function isSpent(fault: Extract<Fault, { kind: "status" }>, model: string): boolean {
    if (fault.times === undefined) return false;
    const key = `${model}\n${JSON.stringify(fault)}`;
    const count = refusals.get(key) ?? 0;
    refusals.set(key, count + 1);
    return count >= fault.times;
  }

  return (fault, model, request) => {
    switch (fault.kind) {
      case "refuse-connection":
        request.sink.cut("rst");
        request.truth.end("refused");
        return true;
      case "context-length":
        refuse(request, { code: 400, reason: fault.kind }, CONTEXT_LENGTH_EXCEEDED);
        return true;
      case "status":
        if (isSpent(fault, model)) return false;
        refuse(request, fault, "Refused on request");
        return true;
      default:
        return false;
    }
  };
}
