/**
 * What does it cost to turn an answer's bytes into events, beside the official SDK's own iterator?
 *
 * Run: `node --expose-gc -C millrace-source benchmarks/suites/decode.bench.ts`
 *
 * The bytes are the simulator's, on each provider's wire; no socket is between. "Coalesced" is reads of
 * 64 KiB, as a fast network or a slow reader brings them; "one write an event" is one read a token. An
 * event is what the row's reader gives: ours text and usage, of which Gemini sends both in every chunk; the
 * SDKs' a chunk, with which nothing is done.
 */
import { decodingCases } from "../workloads/decoding.ts";
import { measureInRounds, printSuite } from "./bench-table.ts";

const ROUNDS = 9;

printSuite({ "Bytes to events": await measureInRounds(await decodingCases(), ROUNDS) });
