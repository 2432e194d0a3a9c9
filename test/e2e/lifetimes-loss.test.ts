import type { Page, WebSocketRoute } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { readStreamBundle } from "../../src/protocols/index.ts";
import { asList, dig } from "../../src/wire/index.ts";
import {
  command,
  type LabRoom,
  savedNotebook,
  startLabRoom,
  writeNotebook,
} from "../support/lab-page.ts";
import {
  ANSWER,
  DETACHED,
  IMPORTS,
  openAnswers,
  panes,
  shownText,
} from "../support/streams/live-streams.ts";

/** Passes the messages of kernels on, unless they are held back. */
function tappedSockets() {
  const open: WebSocketRoute[] = [];
  const state = { isOffline: false, lost: 0 };
  function tap(socket: WebSocketRoute): void {
    if (state.isOffline) {
      void socket.close({ code: 4_000 });
      return;
    }
    open.push(socket);
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (state.lost > 0 && String(message).includes("comm_msg")) state.lost--;
      else socket.send(message);
    });
  }
  return {
    install: (page: Page) => page.routeWebSocket(/\/channels/u, tap),
    /** Loses the next messages of streams, as a server does with a slow reader. */
    lose(messages: number) {
      state.lost = messages;
    },
    isLosing: () => state.lost > 0,
    async goOffline() {
      state.isOffline = true;
      for (const socket of open.splice(0)) await socket.close({ code: 4_000 });
    },
    goOnline() {
      state.isOffline = false;
    },
  };
}

describe("the text of a stream in JupyterLab", () => {
  let room: LabRoom;
  beforeAll(async () => {
    room = await startLabRoom();
  });
  afterAll(() => room.close());

  /** The text that the notebook's file has of its only stream. */
  async function savedText(name: string): Promise<string | undefined> {
    const outputs = asList(dig(await savedNotebook(room, name), "cells", 1, "outputs"));
    const data = dig(outputs[0], "data");
    const plain = asList(dig(data, "text/plain")).join("");
    return readStreamBundle({ ...Object(data), "text/plain": plain })?.text;
  }

  async function streaming(name: string, ...more: readonly string[]): Promise<Page> {
    await writeNotebook(room, name, [IMPORTS, DETACHED, ...more]);
    const page = await room.open(name);
    await command(page, "notebook:run-all-cells");
    return page;
  }

  async function stop(page: Page): Promise<void> {
    await page.locator(".mr-stop").click();
    await openAnswers(room, 0);
    await page.context().close();
  }

  it("is in a file that is saved while it grows, and stays when the kernel is restarted", async () => {
    const page = await streaming("restart.ipynb");
    const shown = await shownText(page, 20);
    await command(page, "docmanager:save");
    const saved = await savedText("restart.ipynb");
    expect(saved?.startsWith(shown.trim())).toBe(true);

    const later = await shownText(page, shown.length + 50);
    await page.evaluate(() =>
      Reflect.get(
        globalThis,
        "jupyterapp",
      ).shell.currentWidget.sessionContext.session.kernel.restart(),
    );
    await panes(page, "gone", 1);
    const kept = await shownText(page, later.length);
    await command(page, "docmanager:save");

    expect((await savedText("restart.ipynb"))?.trim()).toBe(kept.trim());
    await page.context().close();
  });

  it("stays when the kernel is killed", async () => {
    const page = await streaming("killed.ipynb", "`pid=${Deno.pid}`");
    const shown = await shownText(page, 50);
    const [result = ""] = await page.locator(".jp-OutputArea-executeResult").allTextContents();
    const [, pid] = /pid=(\d+)/u.exec(result) ?? [];
    expect(Number(pid)).toBeGreaterThan(1);
    process.kill(Number(pid), "SIGKILL");
    await panes(page, "gone", 1);

    expect((await shownText(page, 1)).startsWith(shown)).toBe(true);
    await page.context().close();
  });

  it("has caught up within 2 s after the kernel answers a page that was reloaded", async () => {
    const page = await streaming("reloaded.ipynb");
    await shownText(page, 20);
    await command(page, "docmanager:save");
    const before = await shownText(page, 100);
    await room.reload(page, "reloaded.ipynb");
    await page.waitForFunction(
      ([answer, least]) => (document.querySelector(answer)?.textContent ?? "").length > least,
      [ANSWER, before.length] as const,
      { timeout: 2_000 },
    );
    await panes(page, "flowing", 1);
    await stop(page);
  });

  it("is whole again after messages were lost", async () => {
    await writeNotebook(room, "lossy.ipynb", [IMPORTS, DETACHED]);
    const sockets = tappedSockets();
    const page = await room.open("lossy.ipynb", sockets.install);
    await command(page, "notebook:run-all-cells");
    const before = await shownText(page, 50);
    sockets.lose(20);
    const after = await shownText(page, before.length + 200);

    expect(sockets.isLosing()).toBe(false);
    expect(
      after
        .trim()
        .replaceAll("word ", "")
        .replace(/^w?o?r?d?$/u, ""),
    ).toBe("");
    await stop(page);
  });

  it("goes on when the connection to the server comes back", async () => {
    await writeNotebook(room, "offline.ipynb", [IMPORTS, DETACHED]);
    const sockets = tappedSockets();
    const page = await room.open("offline.ipynb", sockets.install);
    await command(page, "notebook:run-all-cells");
    const before = await shownText(page, 50);
    await sockets.goOffline();
    await page.waitForFunction(
      () => document.querySelector(".mr-state")?.textContent === "connecting to the kernel",
    );
    const meanwhile = await shownText(page, 1);
    sockets.goOnline();
    await shownText(page, before.length + 100);

    expect(meanwhile.startsWith(before.trim())).toBe(true);
    await panes(page, "flowing", 1);
    await stop(page);
  });

  it("leaves a notebook unchanged that is only opened", async () => {
    await writeNotebook(room, "opened.ipynb", [
      IMPORTS,
      'await (await show(stream("echo: Kept", { model: "fixed:ttftMs=20,itlMs=5" }))).done;void 0',
    ]);
    const page = await room.open("opened.ipynb");
    await command(page, "notebook:run-all-cells");
    await panes(page, "stop", 1);
    await command(page, "docmanager:save");
    await room.reload(page, "opened.ipynb");
    await panes(page, "stop", 1);
    // The kernel has answered the page when this has run.
    await page.evaluate(async () => {
      const { kernel } = Reflect.get(globalThis, "jupyterapp").shell.currentWidget.sessionContext
        .session;
      await kernel.requestExecute({ code: "1", silent: true }).done;
    });
    const isDirty = await page.evaluate(
      () => Reflect.get(globalThis, "jupyterapp").shell.currentWidget.context.model.dirty,
    );

    expect(isDirty).toBe(false);
    await page.context().close();
  });
});
