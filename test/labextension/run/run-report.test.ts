import { describe, expect, it } from "vitest";

import { runReport } from "../../../labextension/src/view/run/run-report.ts";
import type { Run } from "../../../src/bench/index.ts";
import { fixtureRun } from "../../report/fixture-run.ts";

const RUN = fixtureRun({ pairs: 6 });

const filesOf = ({ manifest, requests }: Run) => ({
  manifest: JSON.stringify(manifest),
  requests: requests.map((record) => `${JSON.stringify(record)}\n`).join(""),
});

describe("runReport()", () => {
  it("has the bundles that a notebook shows of the same run", () => {
    const report = runReport(filesOf(RUN), "run/manifest.json");

    expect(report).toMatchObject({ kind: "report", remark: undefined, isRunning: false });
    expect(report.kind === "report" && report.facts).toContain(`${RUN.manifest.id} · started `);
    expect(report.kind === "report" && report.report["text/html"]).toContain(
      "Compared with immediate",
    );
    expect(Object.keys((report.kind === "report" && report.charts) || {})).toContain(
      "application/vnd.vegalite.v5+json",
    );
  });

  it("says what is missing of a run that was killed", () => {
    const { manifest, requests } = filesOf({
      requests: RUN.requests,
      manifest: { ...RUN.manifest, status: "running", validity: undefined },
    });
    const report = runReport({ manifest, requests: requests.slice(0, -20) }, "manifest.json");

    expect(report).toMatchObject({
      isRunning: true,
      remark:
        "The run has not ended, or was killed: 11 requests so far. 1 line of requests.jsonl cannot be read and is left out",
    });
  });

  it("reports in one line why a file is not a run", () => {
    expect(runReport({ manifest: "nonsense", requests: "" }, "manifest.json")).toEqual({
      kind: "unreadable",
      problem: 'Cannot read "manifest.json" as it must be the manifest of a run: it is not JSON',
    });
  });
});
