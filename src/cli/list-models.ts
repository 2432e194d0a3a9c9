import { type Clock, instantAfter, untilAborted } from "../clock/index.ts";
import { describeFailure, failureOf } from "../events/index.ts";
import {
  type EnvironmentVariables,
  type Provider,
  type ProviderAccess,
  providerWith,
} from "../providers/index.ts";

/** The models of one provider, or why they are not known, in one line. */
export type ModelList =
  | { readonly kind: "models"; readonly id: string; readonly models: readonly string[] }
  | { readonly kind: "problem"; readonly id: string; readonly problem: string };

/** Asks a provider for its models; whatever goes wrong is in the list. */
export async function listModels(
  access: ProviderAccess,
  {
    environment,
    patienceMs,
    clock,
  }: {
    readonly environment: EnvironmentVariables;
    readonly patienceMs: number;
    readonly clock: Clock;
  },
): Promise<ModelList> {
  const { id } = access.entry;
  const deadline = new AbortController();
  const cancel = clock.callAt(instantAfter(clock.now(), patienceMs), () => {
    deadline.abort(new Error(`No answer within ${patienceMs} ms`));
  });
  try {
    const models = await untilAborted(
      ask(access, environment, { number: 1, clock, signal: deadline.signal, onStage: () => {} }),
      deadline.signal,
    );
    return models === undefined
      ? { kind: "problem", id, problem: "It keeps no list of models" }
      : { kind: "models", id, models };
  } catch (error) {
    const [line = ""] = describeFailure(failureOf(error)).split("\n");
    return { kind: "problem", id, problem: line };
  } finally {
    cancel();
  }
}

/** Whatever it throws is in the promise. */
async function ask(
  access: ProviderAccess,
  environment: EnvironmentVariables,
  attempt: Parameters<NonNullable<Provider["listModels"]>>[0],
): Promise<readonly string[] | undefined> {
  return providerWith(access, environment).listModels?.(attempt);
}
