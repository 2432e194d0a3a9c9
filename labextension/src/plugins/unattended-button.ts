import { Widget } from "@lumino/widgets";
import { type Clock, instantAfter } from "millrace/clock";

import type { HubKernel } from "../kernel/hub-kernel.ts";
import type { StreamHub } from "../kernel/stream-hub.ts";

/** A stream is named before its output appears, and an output is removed before it is moved. */
const SETTLE_MS = 1_000;

/** Says in a notebook's toolbar how many streams its kernel reads that no pane shows, and stops them. */
export class UnattendedButton extends Widget {
  readonly #hub: StreamHub;
  readonly #kernel: () => HubKernel | null | undefined;
  readonly #clock: Clock;
  readonly #button = document.createElement("button");
  readonly #leave: () => void;
  #isDue = false;

  constructor(hub: StreamHub, kernel: () => HubKernel | null | undefined, clock: Clock) {
    super();
    this.#hub = hub;
    this.#kernel = kernel;
    this.#clock = clock;
    this.addClass("mr-unattended");
    this.#button.type = "button";
    this.#button.addEventListener("click", () => void this.#stop());
    this.node.append(this.#button);
    this.hide();
    this.#leave = hub.onChange(() => this.#updateSoon());
  }

  override dispose(): void {
    this.#leave();
    super.dispose();
  }

  #updateSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#clock.callAt(instantAfter(this.#clock.now(), SETTLE_MS), () => {
      this.#isDue = false;
      if (!this.isDisposed) this.#update();
    });
  }

  #update(): void {
    const kernel = this.#kernel();
    const count = kernel ? this.#hub.unattended(kernel.id).length : 0;
    this.setHidden(count === 0);
    const streams = `${count} ${count === 1 ? "stream" : "streams"} without a pane`;
    this.#button.textContent = `${streams}: Stop`;
    this.#button.title =
      kernel?.status === "busy"
        ? "A cell is running, so this interrupts the kernel and ends all of its streams"
        : "The kernel still reads what no pane of this page shows";
  }

  async #stop(): Promise<void> {
    const kernel = this.#kernel();
    if (!kernel) return;
    const stops = this.#hub.unattended(kernel.id).map(async (name) => {
      await this.#hub.controls(name).stop?.();
    });
    // A stream that has ended by itself cannot be stopped, and needs no message.
    await Promise.allSettled(stops);
    this.#updateSoon();
  }
}
