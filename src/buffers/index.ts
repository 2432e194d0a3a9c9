/**
 * Decides when text is shown. One file per strategy, each a pure state machine; the contract with its laws; and the
 * driver that owns the clock.
 */
export { bufferStream, type BufferStreamOptions } from "./buffer-stream.ts";
export { type BufferStrategy } from "./buffer-strategy.ts";
export { countOrTime, type CountOrTimeOptions } from "./count-or-time.ts";
export { bufferNames, createBuffer } from "./create-buffer.ts";
export { immediate } from "./immediate.ts";
export { smooth, type SmoothOptions } from "./smooth.ts";
export { timeWindow, type TimeWindowOptions } from "./time-window.ts";
export { word, type WordOptions } from "./word.ts";
