/**
 * Is a document that grows the same as one that is parsed at once?
 *
 * Run: `node -C millrace-source benchmarks/suites/markdown-laws.bench.ts [documents] [seed]`
 *
 * Random documents in which all constructs meet come in chunks of 1 to 7 characters, in both modes. After the end, each
 * has to equal one parse of the whole text. It prints how many differ, and the first of them, and fails if any does.
 * `test/markdown/stream-laws.test.ts` is the same with fewer documents.
 */
import { parseMarkdown, markdownStream } from "../../src/markdown/index.ts";
import { seededRandom } from "../../src/stats/index.ts";
import { randomMarkdown } from "../workloads/random-markdown.ts";

const documents = Number(process.argv[2] ?? 200_000);
const seed = Number(process.argv[3] ?? 1);
const random = seededRandom(seed);

let different = 0;
for (let count = 0; count < documents; count++) {
  const text = randomMarkdown(random);
  const mode = count % 2 === 0 ? "model" : "spec";
  const stream = markdownStream({ mode });
  const chunks: string[] = [];
  for (let at = 0; at < text.length;) {
    const chunk = text.slice(at, at + 1 + Math.floor(random() * 7));
    chunks.push(chunk);
    stream.push(chunk);
    at += chunk.length;
  }
  stream.end();
  if (JSON.stringify(stream.document) === JSON.stringify(parseMarkdown(text, { mode }))) continue;
  different += 1;
  if (different === 1) process.stdout.write(`${JSON.stringify({ mode, chunks })}\n`);
}

process.stdout.write(`${documents} documents of seed ${seed}: ${different} differ\n`);
if (different > 0) process.exitCode = 1;
