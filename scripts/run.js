/**
 * Starts a program of this folder: `node scripts/run.js start …`. Plain JavaScript, so that on a Node
 * that cannot run TypeScript a person reads one line instead of a stack trace.
 */
const program = process.argv[2] ?? "start";
process.argv.splice(2, 1);

if (process.features.typescript) {
  await import(`./${program}.ts`);
} else {
  process.stderr.write(
    `Cannot run as Node ${process.versions.node} cannot run TypeScript: ` +
      `run "npm ci" and then "npm start" or "npm test", which bring their own Node 24\n`,
  );
  process.exitCode = 2;
}
