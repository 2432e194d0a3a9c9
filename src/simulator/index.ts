/**
 * Provider servers that behave, and misbehave on request: real HTTP on loopback, seeded answers at
 * absolute deadlines, and the truth about when each token was due and sent. Node and Deno.
 */
export type { Fault, LikelyFault } from "./settings/fault.ts";
export { measureFidelity } from "./fidelity/measure-fidelity.ts";
export { adaptiveChunker, type AdaptiveChunkerOptions } from "./framework/adaptive-chunker.ts";
export {
  type ProgressTracker,
  progressTracker,
  type StreamProgress,
} from "./framework/progress-tracker.ts";
export {
  type StreamChunk,
  type StreamDelta,
  type StreamKind,
  streamKinds,
} from "./framework/stream-chunk.ts";
export {
  type StreamFormat,
  streamFormats,
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
export { type Profile, profiles } from "./settings/profile.ts";
export { recordedTokens } from "./answer/recorded-tokens.ts";
export { replayFidelity, type ReplayFidelity } from "./fidelity/replay-fidelity.ts";
export { readServerRules } from "./settings/read-server-rules.ts";
export { readFault, readScenario, type Scenario } from "./settings/scenario.ts";
export type { ServerRules } from "./settings/server-rules.ts";
export {
  type RecordingServer,
  serveRecording,
  type ServeOptions,
} from "./fidelity/serve-recording.ts";
export { numberSettings, readSettings, type Settings } from "./settings/settings.ts";
export { type AnswerConditions, simulateAnswer } from "./answer/simulate-answer.ts";
export type {
  SimulatedAnswer,
  SimulatedToken,
  SimulatedToolCall,
  TokenPart,
} from "./answer/simulated-answer.ts";
export type { SimulatedRequest, SimulatedTool } from "./answer/simulated-request.ts";
export { simulatedFetch, type SimulatedFetchOptions } from "./server/simulated-fetch.ts";
export { SimulationError } from "./simulation-error.ts";
export type { Speaker } from "./answer/spoken-audio.ts";
export { startSimulatorThread } from "./server/start-simulator-thread.ts";
export { readSimulatorConfig, type SimulatorConfig } from "./settings/simulator-config.ts";
export { type Simulator, type SimulatorOptions, startSimulator } from "./server/start-simulator.ts";
export type { TruthRecord, TruthToken } from "./truth/truth-log.ts";
