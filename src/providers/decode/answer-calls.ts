import {
  closedToolInput,
  cutOffToolInput,
  type EndReason,
  type StreamEventBody,
} from "../../events/index.ts";

/** Identifies a tool call in an answer: an index or an id, depending on the API. */
export type ToolKey = string | number;

export type AnswerCalls = ReturnType<typeof answerCalls>;

interface Call {
  readonly id: string;
  readonly name: string;
  readonly parts: string[];
}

/** The tool calls of one answer. Each function returns the events that it causes. */
export function answerCalls() {
  const open = new Map<ToolKey, Call>();
  /** Closed without arguments: what that means depends on how the answer ends. */
  const empty: Call[] = [];
  /** The number of uses of each id: counting from 1 for each repeated id would take quadratic time. */
  const uses = new Map<string, number>();

  return {
    /** An id that the answer already has is made unique. */
    start(key: ToolKey, { id, name }: Pick<Call, "id" | "name">): StreamEventBody {
      const call: Call = { id: uniqueId(id, uses), name, parts: [] };
      open.set(key, call);
      return { type: "tool-call-start", id: call.id, name };
    },
    /** Appends to a call's arguments; `undefined` if no call with this key is open. */
    append(key: ToolKey, text: string): StreamEventBody | undefined {
      const call = open.get(key);
      if (call === undefined) return undefined;
      call.parts.push(text);
      return { type: "tool-call-delta", id: call.id, text };
    },
    /** Closes a call; `undefined` if it is not open, or has no arguments: then it ends with the answer. */
    close(key: ToolKey): StreamEventBody | undefined {
      const call = open.get(key);
      if (call === undefined) return undefined;
      open.delete(key);
      if (!isEmpty(call.parts.join(""))) return endOfCall(call, closedToolInput);
      empty.push(call);
      return undefined;
    },
    isOpen: (key: ToolKey) => open.has(key),
    /** Ends all calls, with the end of the answer. */
    end(reason: EndReason): StreamEventBody[] {
      const [inputOfEmpty, inputOfOpen] = isNaturalEnd(reason)
        ? [naturalToolInput, naturalToolInput]
        : [() => undefined, cutOffToolInput];
      return [
        ...empty.map((call) => endOfCall(call, inputOfEmpty)),
        ...Array.from(open.values(), (call) => endOfCall(call, inputOfOpen)),
      ];
    },
  };
}

function endOfCall({ id, name, parts }: Call, inputOf: (text: string) => unknown): StreamEventBody {
  const text = parts.join("");
  return { type: "tool-call-end", id, name, text, input: inputOf(text) };
}

/** Some servers send the same id for two calls; their results could not be matched. */
function uniqueId(id: string, uses: Map<string, number>): string {
  let copy = uses.get(id) ?? 0;
  let unique = copy === 0 ? id : `${id}-${++copy}`;
  while (copy > 0 && uses.has(unique)) unique = `${id}-${++copy}`;
  uses.set(id, Math.max(1, copy));
  if (unique !== id) uses.set(unique, 1);
  return unique;
}

/** The input of a call in an answer that ended naturally: some APIs send nothing for no arguments. */
function naturalToolInput(text: string): unknown {
  return isEmpty(text) ? {} : closedToolInput(text);
}

function isEmpty(text: string): boolean {
  return text.trim() === "";
}

/** Whether the model ended the answer itself, as far as is known. */
export function isNaturalEnd({ kind }: EndReason): boolean {
  return kind === "stop" || kind === "tool-calls" || kind === "other";
}
