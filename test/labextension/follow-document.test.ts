import { describe, expect, it } from "vitest";

import { followDocument } from "../../labextension/src/plugins/follow-document.ts";
import { documentOf, type ReceivedStream } from "../../src/protocols/index.ts";
import { fakeHubKernel, hubAlone } from "../support/streams/fake-hub-kernel.ts";
import { madeStream } from "../support/made/made-stream.ts";

/** A stored stream, followed through a hub with one kernel. */
function followed(stored: Partial<ReceivedStream>) {
  const hub = hubAlone();
  const fake = fakeHubKernel();
  hub.attach(fake.kernel);
  const shown: string[] = [];
  const document = followDocument(hub, documentOf(madeStream(stored)), ({ text }, feed) =>
    shown.push(`${text} ${feed}`),
  );
  return { ...fake, hub, shown, document };
}

describe("followDocument()", () => {
  it("shows the stored stream, then the live one, which stays when its kernel has gone", () => {
    const { hub, kernel, open, shown } = followed({ text: "sto", seq: 3 });
    open(madeStream({ text: "stored and live", seq: 9 }));
    hub.detach(kernel, "dead");

    expect(shown).toEqual(["sto connecting", "stored and live live", "stored and live gone"]);
  });

  it("shows nothing older than what was shown", () => {
    const { document, open, shown } = followed({ text: "", seq: 1 });
    open(madeStream({ text: "live", seq: 9 }));
    document.offer(documentOf(madeStream({ text: "li", seq: 5 })));

    expect(shown.at(-1)).toBe("live live");
  });

  it("shows a stored stream that is newer than the page's, which may have lost messages", () => {
    const { document, open, shown } = followed({ text: "", seq: 1 });
    open(madeStream({ text: "li", seq: 5 }));
    document.offer(documentOf(madeStream({ text: "live", seq: 9 })));
    open(madeStream({ text: "li", seq: 5 }));

    expect(shown.slice(-2)).toEqual(["live live", "live live"]);
  });
});
