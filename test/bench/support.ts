import {
  fileStore,
  type FileStore,
  type Manifest,
  readPlan,
  type RequestRecord,
  StoreError,
} from "../../src/bench/index.ts";

/** A request that went well. */
export function requestRecord(changes: Partial<RequestRecord> = {}): RequestRecord {
  return {
    v: 1,
    id: "0-a",
    arm: "a",
    pair: 0,
    order: 0,
    warmUp: false,
    scheduledAtMs: 12.5,
    end: { kind: "stop", raw: "stop" },
    prompt: 0,
    inputTokens: { total: 12, cached: undefined },
    outputTokens: { total: 3, reasoning: undefined },
    tokensSource: "provider",
    lengthChars: 5,
    besidesText: { reasoningChars: 0, toolCalls: 0, audioBytes: 0 },
    textSha256: "00",
    exact: true,
    metrics: { "ttft@wire": 201 },
    gapsUs: { wire: [20_000, 20_100], flush: [20_000, 20_100] },
    truth: { ttftMs: 200, medianItlMs: 20, latenessP99Ms: 0.5 },
    ...changes,
  };
}

/** A manifest of a run that goes on. */
export function runningManifest(changes: Partial<Manifest> = {}): Manifest {
  return {
    v: 1,
    id: "run",
    plan: readPlan({ name: "p", arms: [{ name: "a" }, { name: "b", buffer: "word" }] }),
    startedAt: "2026-11-21T10:00:00.000Z",
    status: "running",
    environment: {
      millrace: "0.1.0",
      runtime: "node 24.0.0",
      platform: "linux",
      cpu: "a cpu",
      cores: 2,
      memoryGiB: 8,
    },
    validity: undefined,
    definitions: { ttft: "the first token" },
    ...changes,
  };
}

/** The file system, but appending or replacing fails with these codes; and which files were appended to. */
export function faultyFiles(
  faults: Partial<Record<"append" | "replace", string>>,
): FileStore & { readonly appends: readonly string[] } {
  const appends: string[] = [];
  const failing = (path: string, code: string | undefined) => {
    if (code !== undefined) throw new StoreError(path, Object.assign(new Error(code), { code }));
  };
  return {
    ...fileStore,
    appends,
    async append(path, text) {
      appends.push(path);
      failing(path, faults.append);
      await fileStore.append(path, text);
    },
    async replace(path, text) {
      failing(path, faults.replace);
      await fileStore.replace(path, text);
    },
  };
}
