import { StreamError } from "../../events/index.ts";

/**
 * The error for a feature that an API lacks and that changes the answer: tools, images, stop strings. Preferences, such
 * as a seed or the reasoning effort, are left out instead.
 */
export function unsupported(api: string, feature: string): StreamError {
  return new StreamError({
    code: "unexpected",
    detail: `Cannot request ${feature} from ${api} as its requests have no field for it`,
  });
}
