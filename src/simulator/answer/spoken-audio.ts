import { seededRandom } from "../../stats/index.ts";

/** Samples a second of all audio here, as OpenAI's `pcm` has them. */
export const SAMPLE_RATE_HZ = 24_000;

/** Who speaks, and how fast. */
export interface Speaker {
  readonly voice: string;
  /** 1 for about fifteen characters a second, as people read aloud. */
  readonly speed: number;
}

const CHARS_PER_SECOND = 15;

/** Nothing is said for longer: the fault `huge` would have gigabytes of it, one sine at a time. */
const LONGEST_SECONDS = 60;

/** A third of the loudest. */
const LOUDNESS = 32_767 / 3;

const WORD = /[\p{L}\p{N}]/u;

/**
 * What a token sounds like: 16-bit samples in little-endian order, one channel. A word is one tone that swells
 * and fades, of a pitch that depends on nothing but the voice and the word; what is not spoken is silence of
 * its length, a minute at most. The same token has the same bytes. Cost: O(length), about 0.1 ms a word.
 */
export function spokenAudio(text: string, { voice, speed }: Speaker): Uint8Array {
  const seconds = Math.min(text.length / CHARS_PER_SECOND / speed, LONGEST_SECONDS);
  const samples = Math.round(seconds * SAMPLE_RATE_HZ);
  const bytes = new Uint8Array(samples * 2);
  if (!WORD.test(text)) return bytes;
  const view = new DataView(bytes.buffer);
  const turnsPerSample = pitchHz(voice, text) / SAMPLE_RATE_HZ;
  for (let sample = 0; sample < samples; sample++) {
    // From nothing to nothing, so that tones follow each other without a click.
    const swell = Math.sin((Math.PI * sample) / samples) ** 2;
    const tone = Math.sin(2 * Math.PI * turnsPerSample * sample);
    view.setInt16(sample * 2, Math.round(LOUDNESS * swell * tone), true);
  }
  return bytes;
}

/** Between a low voice and a high one. */
function pitchHz(voice: string, text: string): number {
  return 100 + 200 * seededRandom(`${voice}\n${text.trim().toLowerCase()}`)();
}

/**
 * The head of a WAV file whose length is not known yet, as a server that streams one sends it: its sizes are
 * the largest that there are.
 *
 * @see {@link https://learn.microsoft.com/windows/win32/multimedia/waveform-audio-file-format} and RFC 2361.
 */
export function wavHead(): Uint8Array {
  const bytes = new Uint8Array(44);
  const view = new DataView(bytes.buffer);
  const name = (at: number, text: string) => bytes.set(new TextEncoder().encode(text), at);
  name(0, "RIFF");
  view.setUint32(4, UNKNOWN_LENGTH, true);
  name(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  // PCM, one channel.
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, SAMPLE_RATE_HZ, true);
  view.setUint32(28, SAMPLE_RATE_HZ * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  name(36, "data");
  view.setUint32(40, UNKNOWN_LENGTH, true);
  return bytes;
}

const UNKNOWN_LENGTH = 0xff_ff_ff_ff;
