import { type NamedVariables, redactSecrets, secretsIn } from "../../text/index.ts";

/**
 * Returns a function that replaces the environment's keys by the names of their variables, in any spelling. The last
 * line of defence, for servers and libraries that repeat what they received.
 */
export function redactor(environment: NamedVariables): (text: string) => string {
  const secrets = secretsIn(environment);
  return (text) => redactSecrets(text, secrets);
}
