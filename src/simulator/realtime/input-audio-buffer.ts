import { SimulationError } from "../simulation-error.ts";

/** Audio from the client since its last commit. Only the length is kept: input audio is ignored. */
export interface InputAudioBuffer {
  /** @throws {SimulationError} When the audio is not Base64. */
  append(audio: string | undefined): void;
  clear(): void;
  /**
   * Empties the buffer.
   *
   * @returns The item to add to the conversation.
   * @throws {SimulationError} When the buffer is empty.
   */
  commit(): object;
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/u;

export function inputAudioBuffer(): InputAudioBuffer {
  let lengthChars = 0;

  return {
    append(audio) {
      if (audio === undefined || !BASE64.test(audio)) {
        throw new SimulationError('Cannot take the audio as "audio" must be Base64');
      }
      lengthChars += audio.length;
    },
    clear() {
      lengthChars = 0;
    },
    commit() {
      if (lengthChars === 0) {
        throw new SimulationError("Cannot commit the audio as the buffer is empty");
      }
      lengthChars = 0;
      const content = [{ type: "input_audio", transcript: null }];
      return { type: "message", role: "user", content };
    },
  };
}
