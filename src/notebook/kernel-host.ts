import type { Cancel } from "../clock/index.ts";
import type { CommMessage, KernelCapabilities, MimeBundle } from "../protocols/index.ts";

/**
 * The kernel that this code runs in: how it speaks to the notebook, and how it is spoken to. All calls
 * return at once; messages arrive in order.
 */
export interface KernelHost {
  readonly capabilities: KernelCapabilities;
  /** Shows a bundle in the cell that runs now; `displayId` names it for updates. */
  display(bundle: MimeBundle, displayId: string): void;
  /** Replaces what {@link display} showed, wherever it is. */
  updateDisplay(bundle: MimeBundle, displayId: string): void;
  openComm(commId: string, data: CommMessage): void;
  sendComm(commId: string, data: CommMessage): void;
  /** Writes a line where errors go. It lands in the cell that ran last. */
  reportError(line: string): void;
  /** Calls back when the user interrupts the kernel, which from then on does not kill it. */
  onInterrupt(callback: () => void): Cancel;
  /**
   * Keeps errors that nobody caught from stopping every task of the kernel, and tells of them.
   */
  onUncaught(callback: (error: unknown) => void): Cancel;
}
