import { StreamError } from "../../events/index.ts";

/**
 * Imports a package that users install only if they need it.
 *
 * @param load Imports it by a literal name, which bundlers look for.
 * @throws {StreamError} `unexpected`, with the command to install it.
 */
export async function optionalPackage<Exports>(
  name: string,
  load: () => Promise<Exports>,
): Promise<Exports> {
  try {
    return await load();
  } catch (cause) {
    throw new StreamError(
      {
        code: "unexpected",
        detail: `Cannot call the provider as the package "${name}" cannot be loaded: npm install ${name}`,
      },
      { cause },
    );
  }
}

/** Loads on the first call, and again after a failure: a missing package may be installed by then. */
export function loadOnce<Loaded>(load: () => Promise<Loaded>): () => Promise<Loaded> {
  let loading: Promise<Loaded> | undefined;

  return async () => {
    try {
      return await (loading ??= load());
    } catch (error) {
      loading = undefined;
      throw error;
    }
  };
}
