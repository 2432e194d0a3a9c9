import type { Cancel } from "../clock/index.ts";
import type { CommMessage, KernelCapabilities, MimeBundle } from "../protocols/index.ts";

/** The kernel that this code runs in. Calls do not wait, and messages arrive in order. */
export interface KernelHost {
  readonly capabilities: KernelCapabilities;
  /** Whether a viewer announced itself before this module was loaded. */
  readonly hasViewer: boolean;
  /** Shows a bundle in the current cell; `displayId` identifies it for updates. */
  display(bundle: MimeBundle, displayId: string): void;
  /** Replaces what {@link display} showed, in any cell. */
  updateDisplay(bundle: MimeBundle, displayId: string): void;
  openComm(commId: string, data: CommMessage): void;
  sendComm(commId: string, data: CommMessage): void;
  /** Writes a line to stderr. It appears in the cell that ran last. */
  reportError(line: string): void;
  /** Calls back when the user interrupts the kernel, which then no longer kills it. */
  onInterrupt(callback: () => void): Cancel;
  /** Calls back on uncaught errors, and keeps them from stopping every task of the kernel. */
  onUncaught(callback: (error: unknown) => void): Cancel;
}
