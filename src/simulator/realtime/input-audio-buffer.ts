import { SimulationError } from "../simulation-error.ts";

/** What a client has said aloud since it last committed. Nobody listens: only its length is kept. */
export interface InputAudioBuffer {
  /** @throws {SimulationError} When it is not Base64. */
  append(audio: string | undefined): void;
  clear(): void;
  /**
   * What was said, as an item that is to be added.
   *
   * @throws {SimulationError} When there is nothing.
   */
  commit(): object;
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/u;

/** Nothing has been said. */
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
        throw new SimulationError("Cannot commit the audio as there must be some");
      }
      lengthChars = 0;
      const content = [{ type: "input_audio", transcript: null }];
      return { type: "message", role: "user", content };
    },
  };
}
