import { type Clock, instantAfter, untilAborted } from "../clock/index.ts";
import { describeFailure, failureOf } from "../events/index.ts";
import {
  type EnvironmentVariables,
  type Provider,
  type ProviderAccess,
  providerWith,
} from "../providers/index.ts";

/** The models of one provider, or why they are unknown, in one line. */
export type ModelList =
  | { readonly kind: "models"; readonly name: string; readonly models: readonly string[] }
  | { readonly kind: "problem"; readonly name: string; readonly problem: string };

/** Fetches the models of a provider. Never throws: an error becomes a problem in the list. */
export async function listModels(
  access: ProviderAccess,
  {
    environment,
    timeoutMs,
    clock,
  }: {
    readonly environment: EnvironmentVariables;
    readonly timeoutMs: number;
    readonly clock: Clock;
  },
): Promise<ModelList> {
  const { name } = access.entry;
  const deadline = new AbortController();
  const cancel = clock.callAt(instantAfter(clock.now(), timeoutMs), () => {
    deadline.abort(new Error(`No answer within ${timeoutMs} ms`));
  });
  try {
    const models = await untilAborted(
      fetchModels(access, environment, {
        number: 1,
        clock,
        signal: deadline.signal,
        onStage: () => {},
      }),
      deadline.signal,
    );
    return models === undefined
      ? { kind: "problem", name, problem: "It has no list of models" }
      : { kind: "models", name, models };
  } catch (error) {
    const [line = ""] = describeFailure(failureOf(error)).split("\n");
    return { kind: "problem", name, problem: line };
  } finally {
    cancel();
  }
}

/** Async, so that an error in creating the provider rejects the promise too. */
async function fetchModels(
  access: ProviderAccess,
  environment: EnvironmentVariables,
  attempt: Parameters<NonNullable<Provider["listModels"]>>[0],
): Promise<readonly string[] | undefined> {
  return providerWith(access, environment).listModels?.(attempt);
}
