/** The part of JupyterLab's kernel connection that the hub needs. */
export interface HubKernel {
  readonly id: string;
  readonly status: string;
  /** `connecting` while the websocket is down and is opened again, `disconnected` when that has been given up. */
  readonly connectionStatus: string;
  /** Resolves when the kernel has said what it is. */
  readonly info: Promise<{ readonly language_info: { readonly name: string } }>;
  registerCommTarget(target: string, callback: (comm: HubComm, open: HubMessage) => void): void;
  requestExecute(content: {
    readonly code: string;
    readonly silent: boolean;
    readonly store_history: boolean;
    readonly stop_on_error: boolean;
  }): { readonly done: Promise<unknown> };
  interrupt(): Promise<void>;
}

export interface HubComm {
  onMsg(message: HubMessage): void;
}

export interface HubMessage {
  readonly content: { readonly data?: unknown };
}
