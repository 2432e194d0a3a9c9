/**
 * The kernel side of a notebook: shows streams in cells as they are generated, in few messages, and executes viewers'
 * requests to stop. A kernel that loads it survives interrupts and uncaught errors.
 */
export {
  bench,
  type BenchArm,
  type BenchOptions,
  type BenchResult,
  type BenchSubject,
} from "./bench.ts";
export { compare, type CompareArm, type ComparedHandle } from "./compare.ts";
export { interruptSignal, liveDisplay, type LiveDisplay } from "./live-display.ts";
export { type Prompt, show, type ShownHandle, type ShowOptions } from "./show.ts";
export { type Showable } from "./stream-feed.ts";
export { showTrace } from "./show-trace.ts";
