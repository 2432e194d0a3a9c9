import { type Family, RUN } from "./marks.ts";

/** Character references, which some program may decode once too often. */
export const entities: Family = {
  named: `&lt;img src=x onerror="${RUN}"&gt;`,
  "named twice": `&amp;lt;script&amp;gt;${RUN}&amp;lt;/script&amp;gt;`,
  "named three times": `&amp;amp;lt;script&amp;amp;gt;${RUN}`,
  decimal: `&#60;script&#62;${RUN}&#60;/script&#62;`,
  hexadecimal: `&#x3c;script&#x3E;${RUN}&#X3c;/script&#x3e;`,
  "without semicolons": `&ltimg src=x onerror=${RUN}&gt &#60img src=x onerror=${RUN}&#62`,
  "padded with zeros": `&#0000060;img src=x onerror=${RUN}&#00000000000000000062;`,
  "of NUL": "a&#0;b &#x0; &#x00000;",
  "of surrogates": "&#xD800;&#xDC00; &#55296;",
  "out of range": "&#x110000; &#99999999999999999999; &#xFFFFFFFFFFFFFFFF;",
  "of C1 controls": "&#x80;&#x9b;31m &#133; &#155;",
  "of bidirectional marks": "&#x202e;&rlm;&#x2066; &#8238;txt.exe",
  "of line breaks": `&#10;&#10;# a &NewLine;&NewLine;<img src=x onerror="${RUN}"> &#13;&#13;`,
  "of zero width": "&ZeroWidthSpace;&zwj;&NoBreak;&#xfeff;&shy;",
  "of Markdown": `&#42;a&#42; &lsqb;a&rsqb;&lpar;javascript&colon;${RUN}&rpar; &grave;x&grave;`,
  "in a tag": `<img src=x on&#101;rror="${RUN}"> <&#115;cript>${RUN}</script>`,
  "of ampersands": "&amp;&amp;amp;amp;amp; &&&&; &;&#;&#x;",
  "of names in JavaScript": "&constructor; &__proto__; &toString; &hasOwnProperty;",
  "with two characters": "&NotEqualTilde; &bne; &fjlig; &ThickSpace;",
  "that are long": `&${"a".repeat(5_000)}; &#${"1".repeat(5_000)}; ${"&".repeat(5_000)}`,
};
