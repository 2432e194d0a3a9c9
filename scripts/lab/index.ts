/**
 * Sets up JupyterLab inside the checkout and runs it there: what `npm start` does, and what the tests
 * in a real browser stand on.
 */
export { CHECKOUT } from "./checkout.ts";
export { EXTENSION_NAME } from "./extension.ts";
export { labEnv } from "./lab-env.ts";
export { type Lab, type LabOptions, startLab } from "./lab-server.ts";
export { prepareLab } from "./prepare-lab.ts";
export { terminalProgress } from "./progress.ts";
export { runTool } from "./run-tool.ts";
export { SetUpError } from "./set-up-error.ts";
export { type SimulatedProviders, startSimulatedProviders } from "./simulated-providers.ts";
