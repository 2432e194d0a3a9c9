/** The part of wrap-ansi that Millrace uses: version 7, which older installations have, comes without types. */
declare module "wrap-ansi" {
  export default function wrapAnsi(
    text: string,
    columns: number,
    options?: { readonly hard?: boolean },
  ): string;
}
