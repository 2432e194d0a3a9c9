import { afterAll, beforeAll, describe, expect, it } from "vitest";

import {
  command,
  type LabRoom,
  startCommand,
  startLabRoom,
  writeNotebook,
} from "../support/lab-page.ts";
import {
  DETACHED,
  ENDLESS,
  IMPORTS,
  openAnswers,
  panes,
  selectCell,
  shownText,
} from "../support/streams/live-streams.ts";

describe("a stream and its view in JupyterLab", () => {
  let room: LabRoom;
  beforeAll(async () => {
    room = await startLabRoom();
  });
  afterAll(() => room.close());

  it("is ended when its cell is run again, cleared or deleted", async () => {
    await writeNotebook(room, "removed.ipynb", [IMPORTS, DETACHED, DETACHED, DETACHED]);
    const page = await room.open("removed.ipynb");
    await command(page, "notebook:run-all-cells");
    await openAnswers(room, 3);
    await panes(page, "flowing", 3);

    await selectCell(page, 3);
    await command(page, "notebook:delete-cell");
    await openAnswers(room, 2);
    await selectCell(page, 2);
    await command(page, "notebook:clear-cell-output");
    await openAnswers(room, 1);
    const before = await page
      .locator("[data-millrace-stream]")
      .getAttribute("data-millrace-stream");
    await selectCell(page, 1);
    await command(page, "notebook:run-cell");
    await page.waitForFunction(
      (id) =>
        document.querySelectorAll(`[data-state="flowing"]:not([data-millrace-stream="${id}"])`)
          .length === 1,
      before,
    );
    await openAnswers(room, 1);

    await page.locator(".mr-stop").click();
    await openAnswers(room, 0);
    await page.close();
  });

  it("goes on when its cell is moved, or its notebook is closed and opened again", async () => {
    await writeNotebook(room, "moved.ipynb", [IMPORTS, DETACHED, "1"]);
    const page = await room.open("moved.ipynb");
    await command(page, "notebook:run-all-cells");
    await shownText(page, 20);
    await selectCell(page, 1);
    await command(page, "notebook:move-cell-down");
    await shownText(page, 60);
    await command(page, "docmanager:save");
    await command(page, "application:close");
    await page.locator("[data-millrace-stream]").waitFor({ state: "detached" });
    await page.evaluate(() =>
      Reflect.get(globalThis, "jupyterapp").commands.execute("docmanager:open", {
        path: "moved.ipynb",
      }),
    );
    await shownText(page, 120);
    await openAnswers(room, 1);

    await page.locator(".mr-stop").click();
    await openAnswers(room, 0);
    await page.close();
  });

  it("is offered in the toolbar while a cell keeps the kernel from ending it", async () => {
    await writeNotebook(room, "busy.ipynb", [
      IMPORTS,
      `await (await show(${ENDLESS})).done;void 0`,
    ]);
    const page = await room.open("busy.ipynb");
    await startCommand(page, "notebook:run-all-cells");
    await panes(page, "flowing", 1);
    await selectCell(page, 1);
    await command(page, "notebook:clear-cell-output");
    const button = page.locator(".mr-unattended button");
    await button.waitFor();

    expect(await button.textContent()).toBe("1 stream without a pane: Stop");
    await openAnswers(room, 1);
    await button.click();
    await openAnswers(room, 0);
    await button.waitFor({ state: "hidden" });
    await page.close();
  });

  it("goes on while another tab shows it", async () => {
    await writeNotebook(room, "two.ipynb", [IMPORTS, DETACHED]);
    const first = await room.open("two.ipynb");
    await command(first, "notebook:run-all-cells");
    await shownText(first, 20);
    await command(first, "docmanager:save");
    const second = await room.openBeside(first, "two.ipynb");
    await shownText(second, 100);

    await selectCell(first, 1);
    await command(first, "notebook:clear-cell-output");
    await first.locator(".mr-unattended button").waitFor();
    const length = (await shownText(second, 1)).length;
    await shownText(second, length + 100);
    await openAnswers(room, 1);

    await selectCell(second, 1);
    await command(second, "notebook:clear-cell-output");
    await openAnswers(room, 0);
    await first.locator(".mr-unattended button").waitFor({ state: "hidden" });
    await first.context().close();
  });
});
