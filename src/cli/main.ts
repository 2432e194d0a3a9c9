#!/usr/bin/env node
// Runs on any Node with ES modules, so that an old one prints the message below.
import process from "node:process";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

if (major > 22 || (major === 22 && minor >= 18)) {
  const { commandLine } = await import("./command-line.ts");
  await commandLine();
} else {
  process.stderr.write(
    `Cannot run millrace as Node must be 22.18 or newer: current value is ${process.versions.node}\n`,
  );
  process.exitCode = 2;
}
