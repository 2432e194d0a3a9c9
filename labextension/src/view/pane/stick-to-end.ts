import { DOWN_KEYS, keepScrollKeys, UP_KEYS } from "./scroll-keys.ts";

/** A box whose scroll position follows the end of its growing content, until the reader scrolls up. */
export interface StickyBox {
  /** Whether the reader follows the end. */
  readonly isFollowing: boolean;
  /** Scrolls to the end if the reader follows it. Call it after the content has grown. */
  keep(): void;
  /** Scrolls to the end and follows it. */
  jump(): void;
  /** Stays where it is, such as for an answer that has ended and is read from its top. */
  leave(): void;
}

/** Distance from the end at which the end is still in view. */
const AT_END_PX = 24;

/** Whether the last line of the content is in view. */
export function isAtEnd({ scrollHeight, scrollTop, clientHeight }: HTMLElement): boolean {
  return scrollHeight - scrollTop - clientHeight < AT_END_PX;
}

/**
 * Makes a box follow its end. Only the box itself scrolls, never the page around it.
 *
 * A gesture towards the top ends it at once, by its own direction. Neither scroll events nor the position one frame later
 * can decide that: growing content and `content-visibility` cause scroll events too, and the next paint may already have
 * scrolled back. It begins again once a gesture towards the end has reached the end.
 *
 * @param changed Called when `isFollowing` changes.
 */
export function stickToEnd(box: HTMLElement, changed: () => void): StickyBox {
  let isFollowing = true;
  /** Whether the last gesture was towards the end. */
  let isHeadingDown = false;
  let touchedY: number | undefined;

  function set(next: boolean): void {
    if (isFollowing === next) return;
    isFollowing = next;
    changed();
  }

  function move(direction: "up" | "down"): void {
    isHeadingDown = direction === "down";
    if (direction === "down") rearm();
    // At its top, the box cannot scroll: the gesture is for the page.
    else if (box.scrollTop > 0) set(false);
  }

  function rearm(): void {
    if (isHeadingDown && isAtEnd(box)) set(true);
  }

  keepScrollKeys(box);
  // Not passive: the browser then scrolls after this listener has run, never before.
  box.addEventListener(
    "wheel",
    ({ deltaY, ctrlKey }) => {
      if (!ctrlKey && deltaY !== 0) move(deltaY < 0 ? "up" : "down");
    },
    { passive: false },
  );
  box.addEventListener("keydown", ({ key, shiftKey }) => {
    if (UP_KEYS.includes(key) || (key === " " && shiftKey)) move("up");
    else if (DOWN_KEYS.includes(key)) move("down");
  });
  box.addEventListener("touchstart", ({ touches }) => (touchedY = touches[0]?.clientY), {
    passive: true,
  });
  box.addEventListener(
    "touchmove",
    ({ touches }) => {
      const y = touches[0]?.clientY;
      if (y !== undefined && touchedY !== undefined && y !== touchedY) {
        move(y > touchedY ? "up" : "down");
      }
      touchedY = y;
    },
    { passive: true },
  );
  // A press may begin a drag of the scroll bar or a selection: the content must not move below it.
  box.addEventListener("pointerdown", ({ pointerType }) => {
    if (pointerType === "touch") return;
    const wasFollowing = isFollowing;
    isHeadingDown = false;
    isFollowing = false;
    const press = new AbortController();
    const release = () => {
      press.abort();
      isHeadingDown = true;
      isFollowing = wasFollowing && isAtEnd(box);
      rearm();
      changed();
    };
    // Dragging a link or selected text cancels the pointer.
    for (const type of ["pointerup", "pointercancel"]) {
      addEventListener(type, release, { signal: press.signal });
    }
  });
  box.addEventListener("scroll", rearm, { passive: true });

  return {
    get isFollowing() {
      return isFollowing;
    },
    keep() {
      if (isFollowing) box.scrollTop = box.scrollHeight;
    },
    jump() {
      set(true);
      box.scrollTop = box.scrollHeight;
    },
    leave: () => set(false),
  };
}
