import type { ISessionContext } from "@jupyterlab/apputils";

import type { StreamHub } from "../kernel/stream-hub.ts";

type Kernel = NonNullable<NonNullable<ISessionContext["session"]>["kernel"]>;

/** Attaches a document's kernel to the hub, also after changes, restarts and lost connections. */
export function watchKernel(context: ISessionContext, hub: StreamHub): void {
  const kernelOf = (): Kernel | null | undefined => context.session?.kernel;
  const attach = () => {
    const kernel = kernelOf();
    if (kernel) hub.attach(kernel);
  };
  const found = hub.expectKernel();
  void context.ready.then(found, found);

  context.kernelChanged.connect((_sender, { oldValue, newValue }) => {
    if (oldValue) hub.detach(oldValue, "closed");
    if (newValue) hub.attach(newValue);
  });
  context.statusChanged.connect((_sender, status) => {
    const kernel = kernelOf();
    if (!kernel) return;
    // A restart keeps the connection and its comm targets, but not the streams.
    if (status === "restarting" || status === "autorestarting" || status === "dead") {
      hub.detach(kernel, "dead");
      return;
    }
    attach();
    hub.refresh(kernel);
  });
  context.connectionStatusChanged.connect((_sender, status) => {
    const kernel = kernelOf();
    if (!kernel) return;
    if (status === "connected") hub.catchUp(kernel);
    else hub.refresh(kernel);
  });
  attach();
}
