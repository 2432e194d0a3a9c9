import { option } from "../inputs/option.ts";
import { numberFrom } from "../../stats/index.ts";
import { streamAnswer } from "../stream-answer.ts";
import { checkRecordings } from "../check-recordings.ts";
import { defineCommand } from "../command.ts";
import type { ExitStatus } from "../exit.ts";
import { playRecording } from "../play-recording.ts";
import { readNumber } from "../inputs/read-value.ts";
import { readRecordingFile } from "../recording-file.ts";
import { requestOptions, type RequestValues } from "../inputs/request-options.ts";
import type { Terminal } from "../output/terminal.ts";
import { UsageError } from "../inputs/usage-error.ts";

export const record = defineCommand({
  name: "record",
  summary: "Record an answer byte for byte, play it back and check its timing",
  usage:
    'record ["prompt" | -] [--out file] [options]\n       millrace record --play file | --check file [--speed n]',
  options: {
    out: {
      ...option("file", "File that the recording is appended to"),
      default: "recordings.jsonl",
    },
    play: option("file", "Play the last recording of a file"),
    check: option("file", "Play a file's recordings on loopback and print the timing errors"),
    speed: option("n", "Speed, as a multiple of the recorded one (default: 1)"),
    ...requestOptions,
  },
  examples: [
    'millrace record "Why is the sky blue?" --provider simulator --out sky.jsonl',
    "millrace record --play sky.jsonl --speed 4",
    "millrace record --check sky.jsonl",
  ],

  async run({ values, positionals }, terminal): Promise<ExitStatus> {
    const { play, check, out, speed } = values;
    if (play === undefined && check === undefined) {
      if (speed === undefined) return streamAnswer({ values, positionals, record: out }, terminal);
      throw new UsageError("Cannot use --speed as it needs --play or --check");
    }
    if ((play !== undefined && check !== undefined) || positionals.length > 0) {
      throw new UsageError("Cannot use --play or --check as neither takes the other or a prompt");
    }
    return replay(values, terminal);
  },
});

interface ReplayValues extends RequestValues {
  readonly play?: string | undefined;
  readonly check?: string | undefined;
  readonly speed?: string | undefined;
}

async function replay(values: ReplayValues, terminal: Terminal): Promise<ExitStatus> {
  const { check, play = "", json } = values;
  const speed = readNumber(values.speed, "speed", numberFrom(0.001, 1_000_000)) ?? 1;
  const recordings = recordingsOf(check ?? play, terminal);
  if (check !== undefined) {
    return checkRecordings(recordings, { speed, isJson: json === true }, terminal);
  }
  const [last] = recordings.slice(-1);
  if (last === undefined) throw new UsageError(`Cannot play "${play}" as it contains no recording`);
  return playRecording(last, { values, speed }, terminal);
}

function recordingsOf(path: string, { err }: Pick<Terminal, "err">) {
  const { recordings, unreadableLines } = readRecordingFile(path);
  if (unreadableLines > 0) err(`${unreadableLines} lines of "${path}" cannot be read`);
  return recordings;
}
