import { join } from "node:path";
import { describe, expect, it } from "vitest";

import { withDirectImports } from "../support/direct-imports.ts";
import { ROOT } from "../support/rooms.ts";

const file = join(ROOT, "src/bench/example.ts");

describe("withDirectImports()", () => {
  it("imports a name from the file that defines it", () => {
    const code = 'import { type Clock, instantAfter } from "../clock/index.ts";\n';

    expect(withDirectImports(code, file)).toBe(
      `import { type Clock } from "${join(ROOT, "src/clock/clock.ts")}"; ` +
        `import { instantAfter } from "${join(ROOT, "src/clock/instant.ts")}";\n`,
    );
  });

  it("keeps the lines of a statement over several lines", () => {
    const code = 'import type {\n  Clock,\n} from "../clock/index.ts";\nclock;\n';

    expect(withDirectImports(code, file)).toBe(
      `import type { Clock } from "${join(ROOT, "src/clock/clock.ts")}";\n\n\nclock;\n`,
    );
  });

  it("leaves names that the index lacks", () => {
    const code = 'import { sundial } from "../clock/index.ts";\n';

    expect(withDirectImports(code, file)).toBe(code);
  });
});
