/** MIME type → what shows it. JSON types hold values, text types text. */
export type MimeBundle = Readonly<Record<string, unknown>>;
