import { answerCollector, type Collected } from "millrace/events";

import type { Timeline } from "./timeline.ts";

/** A recorded answer as it was at a mark. */
export interface AnswerThen extends Pick<Collected, "text" | "reasoning" | "toolCalls"> {
  /** Characters of the text that the buffer had released; all of them without a buffer. */
  readonly shownChars: number;
}

/**
 * Returns the answer after the first marks of a timeline, for any number of them.
 *
 * Cost: O(new marks) forwards; backwards it starts again.
 */
export function answerReplay({ marks, hasFlushes }: Timeline): (passed: number) => AnswerThen {
  let collector = answerCollector();
  let done = 0;
  let releasedChars = 0;
  return (passed) => {
    if (passed < done) {
      collector = answerCollector();
      done = 0;
      releasedChars = 0;
    }
    for (const { event, releasedChars: more } of marks.slice(done, passed)) {
      if (event !== undefined) collector.add(event);
      releasedChars += more;
    }
    done = Math.max(done, Math.min(passed, marks.length));
    const { text, reasoning, toolCalls } = collector.collected();
    const shownChars = hasFlushes ? Math.min(releasedChars, text.length) : text.length;
    return { text, reasoning, toolCalls, shownChars };
  };
}
