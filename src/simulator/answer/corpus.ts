import { MARKDOWN_ANSWER } from "./markdown-answer.ts";

const CODE = `A function is recursive when it calls itself on a smaller part of the problem.

\`\`\`ts
function factorial(n: number): bigint {
  if (n < 0) throw new RangeError(\`n must not be negative: \${n}\`);
  return n <= 1 ? 1n : BigInt(n) * factorial(n - 1);
}

console.log(factorial(20)); // 2432902008176640000n
\`\`\`

Every recursion needs two things:

1. a **base case** that answers at once (\`n <= 1\`),
2. a **step** that comes closer to it (\`n - 1\`).

Without the first it never ends; without the second it never gets anywhere. A loop would do here as well, but a tree or a directory is easier to walk with recursion.
`;

const EMOJI = `Emoji look like one character and are often several: 👍 is one code point and two UTF-16 units, 👍🏽 adds a skin tone, 👩‍👩‍👧‍👦 joins four people with invisible joiners, 🇩🇪 is two letters that stand for a flag, and ❤️ is a heart followed by a sign that asks for colour. Cut any of them in the middle and a reader sees �, or a family that falls apart. 🎉
`;

const CJK = `流式输出让读者不必等待整个答案。模型每生成一个词，页面就显示一个词，所以第一个字出现的时间比总时间更重要。

日本語では単語の間に空白がありません。それでも文字は一つずつ届き、読む速さに合わせて表示できます。

한국어는 띄어쓰기를 하지만 한 글자가 여러 자모로 이루어집니다. 그래서 글자를 자르지 않는 것이 중요합니다。
`;

const TABLE = `| Strategy | Shows text | Added delay |
|---|---|---|
| immediate | with every token | none |
| time-window | once per window | up to the window |
| count-or-time | in small batches | up to 100 ms |
| smooth | evenly | about 250 ms |

The right one depends on who looks: a page that repaints slowly gains from batches, a fast one only loses time.
`;

const MATH = `The mean of $n$ gaps is $\\bar g = \\frac{1}{n}\\sum_{i=1}^{n} g_i$, and their standard deviation is

$$s = \\sqrt{\\frac{1}{n-1}\\sum_{i=1}^{n} (g_i - \\bar g)^2}.$$

A single stall moves both. The median does not move, which is why a report shows it first.
`;

const PROSE = `The sky is blue because air scatters short waves of light more than long ones. Sunlight holds all colours; on its way through the atmosphere it meets molecules of nitrogen and oxygen, which are far smaller than its waves. Such small particles scatter light in proportion to the fourth power of its frequency, so blue light is scattered about four times as strongly as red. From every direction in which you look, some of that scattered blue reaches your eye.

Violet is scattered even more, and yet the sky is not violet: the sun sends less of it, the upper atmosphere takes some away, and our eyes are less sensitive to it. At sunset the light takes a longer way through the air. Most of the blue is scattered out of it before it arrives, and what is left is yellow, orange and red.
`;

const STORY = `Once there was a miller who listened to his wheel. When the water came evenly, the wheel sang; when it came in bursts, the wheel groaned, and the flour was coarse. So he dug a race beside the stream, narrow where the stream was wide, and put a gate at its head.

In spring the stream swelled and tore at the banks, but the race let through what the wheel could bear. In summer the stream fell to a trickle, and the miller opened the gate all the way, and the wheel turned slowly, but it turned. The neighbours asked why he took such trouble. "Because," he said, "nobody eats the water. They eat the flour, and they want it every day."

One year a stranger came who wanted to build a larger mill with a larger wheel. He measured the stream on a day after rain and was pleased. The miller showed him his book, in which he had written down the height of the water every morning for thirty years: the floods, the droughts, the days when ice held the wheel, and the many days when nothing happened at all. The stranger read for a whole afternoon. Then he built a smaller wheel, and a better gate.

When the miller was old he gave the book to his daughter. She went on with it, every morning, and she added a column of her own: how long the people had waited. For a mill that is fast on the mean, she said, can still be slow on the day when you are hungry.
`;

/** In order of precedence. */
const corpus = [
  { keywords: ["markdown"], text: MARKDOWN_ANSWER },
  { keywords: ["emoji", "👍"], text: EMOJI },
  { keywords: ["cjk", "chinese", "japanese", "korean", "中文", "日本語", "한국어"], text: CJK },
  { keywords: ["code", "function", "recursion", "program"], text: CODE },
  { keywords: ["table", "compare"], text: TABLE },
  { keywords: ["math", "formula", "equation"], text: MATH },
  { keywords: ["story", "long", "tale"], text: STORY },
  { keywords: ["sky", "prose", "why"], text: PROSE },
];

const general = [PROSE, STORY, CODE];

const ECHO = "echo:";

/**
 * Returns the answer to a prompt: the text after `echo:`; otherwise the corpus text that a keyword of the prompt selects;
 * otherwise a random one.
 *
 * @param pick Random number in [0, 1).
 * @param answerPrefix Start of the answer, which is left out. If no known answer starts with it, the answer is whole.
 */
export function corpusAnswer(prompt: string, pick: number, answerPrefix = ""): string {
  const text = wholeAnswerTo(prompt, pick);
  // An answer that was picked at random is found again by its start.
  const known = [text, ...corpus.map((one) => one.text)].find((one) =>
    one.startsWith(answerPrefix),
  );
  return known === undefined ? text : known.slice(answerPrefix.length);
}

/** Shorter prefixes may end a question by coincidence. */
const MIN_PREFIX_CHARS = 12;

/**
 * Returns the start of a corpus text if a text ends with it; otherwise an empty string.
 *
 * Cost: O(characters of the corpus), except for repetitive texts.
 */
export function corpusPrefixAtEndOf(text: string): string {
  for (const { text: answer } of corpus) {
    for (let length = answer.length; length >= MIN_PREFIX_CHARS; length--) {
      if (text.endsWith(answer.slice(0, length))) return answer.slice(0, length);
    }
  }
  return "";
}

function wholeAnswerTo(prompt: string, pick: number): string {
  if (prompt.startsWith(ECHO)) return prompt.slice(ECHO.length).replace(/^ /u, "");
  const lowerPrompt = prompt.toLowerCase();
  const selected = corpus.find(({ keywords }) =>
    keywords.some((keyword) => lowerPrompt.includes(keyword)),
  );
  return selected?.text ?? general[Math.floor(pick * general.length)] ?? PROSE;
}
