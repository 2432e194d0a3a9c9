/**
 * Provider servers that behave, and misbehave on request: real HTTP on loopback, seeded answers at
 * absolute deadlines, and the truth about when each token was due and sent. Node and Deno.
 */
export type { Fault } from "./fault.ts";
export { type Profile, profiles } from "./profile.ts";
export { readScenario, type Scenario } from "./scenario.ts";
export {
  simulateAnswer,
  type SimulatedAnswer,
  type SimulatedRequest,
  type SimulatedToken,
} from "./simulate-answer.ts";
export { SimulationError } from "./simulation-error.ts";
export { startSimulatorThread } from "./start-simulator-thread.ts";
export { type Simulator, type SimulatorOptions, startSimulator } from "./start-simulator.ts";
export type { TruthRecord, TruthToken } from "./truth-log.ts";
