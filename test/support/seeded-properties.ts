/**
 * Sets one seed for all property tests, so that a passing run is repeatable. For other cases, set another seed:
 * `PROPERTY_SEED=2 npx vitest run --project unit`. A failure prints its seed.
 */
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env["PROPERTY_SEED"] ?? 20260820) });
