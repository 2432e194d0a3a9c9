/** An answer that the simulator can give, and the words of a prompt that ask for it. */
interface Piece {
  readonly words: readonly string[];
  readonly text: string;
}

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

/** In the order in which they are looked for. */
const pieces: readonly Piece[] = [
  { words: ["emoji", "👍"], text: EMOJI },
  { words: ["cjk", "chinese", "japanese", "korean", "中文", "日本語", "한국어"], text: CJK },
  { words: ["code", "function", "recursion", "program"], text: CODE },
  { words: ["table", "compare"], text: TABLE },
  { words: ["math", "formula", "equation"], text: MATH },
  { words: ["story", "long", "tale"], text: STORY },
  { words: ["sky", "prose", "why"], text: PROSE },
];

/** Answers that any prompt may get: those that do not look odd when nobody asked for them. */
const common = [PROSE, STORY, CODE];

const ECHO = "echo:";

/**
 * What the simulator answers: after `echo:` whatever stands there, to the letter; else a piece of its
 * own that a word of the prompt asks for; else one by chance.
 *
 * @param pick In [0, 1).
 * @param answerPrefix What of it has been said already; the rest is the answer. An answer that has answerPrefix in
 * another way than any that is known is given from its beginning.
 */
export function corpusAnswer(prompt: string, pick: number, answerPrefix = ""): string {
  const text = wholeAnswerTo(prompt, pick);
  // What was picked by chance is picked again by how it begins.
  const known = [text, ...pieces.map((piece) => piece.text)].find((one) =>
    one.startsWith(answerPrefix),
  );
  return known === undefined ? text : known.slice(answerPrefix.length);
}

/** What is shorter may stand at the end of a question by chance. */
const SHORTEST_BEGINNING_CHARS = 12;

/**
 * What a known answer begins with, where it stands at the end of a text; empty where nothing does.
 *
 * Cost: O(characters of all answers), but for texts that repeat themselves.
 */
export function corpusPrefixAtEndOf(text: string): string {
  for (const { text: piece } of pieces) {
    for (let length = piece.length; length >= SHORTEST_BEGINNING_CHARS; length--) {
      if (text.endsWith(piece.slice(0, length))) return piece.slice(0, length);
    }
  }
  return "";
}

function wholeAnswerTo(prompt: string, pick: number): string {
  if (prompt.startsWith(ECHO)) return prompt.slice(ECHO.length).replace(/^ /u, "");
  const asked = prompt.toLowerCase();
  const found = pieces.find(({ words }) => words.some((word) => asked.includes(word)));
  return found?.text ?? common[Math.floor(pick * common.length)] ?? PROSE;
}
