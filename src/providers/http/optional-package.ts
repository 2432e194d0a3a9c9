import { StreamError } from "../../events/index.ts";

/**
 * What a package exports that is installed only by those who need it.
 *
 * @param load Imports it, by a literal name: tools look for those.
 * @throws {StreamError} `unexpected`, with what to install, when it cannot be loaded.
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
