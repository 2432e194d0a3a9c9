/**
 * Simulated providers: real HTTP on loopback, seeded answers at absolute deadlines, faults on request, and records of
 * when each token was due and sent. For Node and Deno.
 */
export type { SimulatedRequest, SimulatedTool } from "./answer/simulated-request.ts";
export type { Speaker } from "./answer/spoken-audio.ts";
export { measureFidelity } from "./fidelity/measure-fidelity.ts";
export type { ReplayFidelity } from "./fidelity/replay-fidelity.ts";
export {
  type RecordingServer,
  serveRecording,
  type ServeOptions,
} from "./fidelity/serve-recording.ts";
export { adaptiveChunker, type AdaptiveChunkerOptions } from "./framework/adaptive-chunker.ts";
export type { StreamProgress } from "./framework/progress-tracker.ts";
export type { StreamChunk, StreamDelta, StreamKind } from "./framework/stream-chunk.ts";
export {
  type StreamFormat,
  type StreamFormatter,
  streamFormatters,
} from "./framework/stream-formatters.ts";
export {
  type StreamGenerator,
  type StreamGeneratorOptions,
  streamGenerators,
} from "./framework/stream-generators.ts";
export type { StreamReport, StreamStatus } from "./framework/managed-stream.ts";
export {
  type CreateStreamOptions,
  type StreamManager,
  streamManager,
  type StreamManagerOptions,
} from "./framework/stream-manager.ts";
export { type ChunkSize, type TokenChunker, tokenChunker } from "./framework/token-chunker.ts";
export { simulatedFetch, type SimulatedFetchOptions } from "./server/simulated-fetch.ts";
export { startSimulatorThread } from "./server/start-simulator-thread.ts";
export { type Simulator, type SimulatorOptions, startSimulator } from "./server/start-simulator.ts";
export type { Fault, LikelyFault } from "./settings/fault.ts";
export { type Profile, profiles } from "./settings/profile.ts";
export { readServerRules } from "./settings/read-server-rules.ts";
export { readScenario, type Scenario } from "./settings/scenario.ts";
export type { ServerRules } from "./settings/server-rules.ts";
export { numberSettings, readSettings, type Settings } from "./settings/settings.ts";
export { readSimulatorConfig, type SimulatorConfig } from "./settings/simulator-config.ts";
export { SimulationError } from "./simulation-error.ts";
export type { TruthRecord, TruthToken } from "./truth/truth-log.ts";
