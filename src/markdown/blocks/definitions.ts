import { type LinkDefinition, linkDefinition } from "../inlines/link-parts.ts";

/** Definitions at the start of a paragraph. */
export interface FoundDefinitions {
  readonly definitions: readonly LinkDefinition[];
  /** Index after the last of them. */
  readonly end: number;
}

/** Returns the definitions at the start of the source of a paragraph. */
export function findDefinitions(source: string): FoundDefinitions {
  const definitions: LinkDefinition[] = [];
  let end = 0;
  while (source.charAt(end) === "[") {
    const definition = linkDefinition(source, end);
    if (definition === undefined) break;
    definitions.push(definition);
    ({ end } = definition);
  }
  return { definitions, end };
}

/**
 * Returns those definitions that no further line of the paragraph can change. The last one may still get a title or
 * more of it.
 */
export function settledDefinitions(
  source: string,
  { definitions, end }: FoundDefinitions,
): FoundDefinitions {
  const last = definitions.at(-1);
  if (last === undefined) return { definitions, end };
  const mayGetTitle = last.title === undefined && /^["'(]/u.test(source.slice(end, end + 1));
  if (end < source.length && !mayGetTitle) return { definitions, end };
  const settled = definitions.slice(0, -1);
  return { definitions: settled, end: settled.at(-1)?.end ?? 0 };
}

/** Whether nothing but definitions is in the source of a paragraph. */
export function onlyDefinitions(source: string): boolean {
  return findDefinitions(source).end >= source.length;
}
