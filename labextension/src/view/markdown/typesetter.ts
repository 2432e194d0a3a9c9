/** Loads what typesets formulas. */
export type Typesetter = () => Promise<TypesetFormula>;

/**
 * Typesets a formula as the content of `host`.
 *
 * @throws {Error} When the formula is not valid. The content of `host` is then undefined.
 */
export type TypesetFormula = (host: HTMLElement, source: string, isDisplay: boolean) => void;
