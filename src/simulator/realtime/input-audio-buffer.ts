import { SimulationError } from "../simulation-error.ts";

export type InputAudioBuffer = ReturnType<typeof inputAudioBuffer>;

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/u;

/** Buffers audio from the client until its next commit. Only the length is kept: input audio is ignored. */
export function inputAudioBuffer() {
  let lengthChars = 0;

  return {
    /** @throws {SimulationError} When the audio is not Base64. */
    append(audio: string | undefined): void {
      if (audio === undefined || !BASE64.test(audio)) {
        throw new SimulationError('Cannot take the audio as "audio" must be Base64');
      }
      lengthChars += audio.length;
    },
    clear(): void {
      lengthChars = 0;
    },
    /**
     * Empties the buffer and returns the item to add to the conversation.
     *
     * @throws {SimulationError} When the buffer is empty.
     */
    commit(): object {
      if (lengthChars === 0) {
        throw new SimulationError("Cannot commit the audio as the buffer is empty");
      }
      lengthChars = 0;
      const content = [{ type: "input_audio", transcript: null }];
      return { type: "message", role: "user", content };
    },
  };
}
