import type {
  Output,
  OutputHost,
  OutputList,
} from "../../../labextension/src/documents/keep-streams.ts";

function signal() {
  const slots: (() => void)[] = [];
  return {
    connect: (slot: () => void) => slots.push(slot) > 0,
    emit() {
      for (const slot of slots) slot();
    },
  };
}

/** The model of a notebook with code cells, which counts the writes to their outputs. */
export function fakeNotebook(kernelId: string | undefined) {
  const changed = signal();
  const saving = signal();
  const disposed = signal();
  let cells: { readonly outputs: OutputList }[] = [];
  let writes = 0;

  function output(data: object, onChange: () => void): Output {
    const state = { data };
    return {
      get data() {
        return state.data;
      },
      setData(next) {
        writes++;
        state.data = next.data;
        onChange();
      },
    };
  }

  const host: OutputHost = {
    cells: () => cells,
    kernel: () => kernelId,
    changed,
    saving,
    disposed,
  };
  return {
    host,
    /** Adds a code cell with outputs. */
    addCell(...bundles: object[]) {
      const outputsChanged = signal();
      const outputs = bundles.map((data) => output(data, outputsChanged.emit));
      const list = {
        get length() {
          return outputs.length;
        },
        get: (index: number) => outputs[index] ?? output({}, () => undefined),
        changed: outputsChanged,
      };
      const cell = { outputs: list };
      cells = [...cells, cell];
      changed.emit();
      return {
        /** The data of the cell's only output. */
        data: () => outputs[0]?.data,
        clear() {
          outputs.length = 0;
          outputsChanged.emit();
        },
        replace(data: object) {
          outputs[0] = output(data, outputsChanged.emit);
          outputsChanged.emit();
        },
        remove() {
          cells = cells.filter((other) => other !== cell);
          changed.emit();
        },
        insert() {
          cells = [...cells, cell];
          changed.emit();
        },
      };
    },
    save: saving.emit,
    close: disposed.emit,
    writes: () => writes,
  };
}
