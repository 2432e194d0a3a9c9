/** Names of languages as their communities write them, by what models write after a fence. */
const NAMES: Readonly<Record<string, string>> = {
  bash: "Bash",
  c: "C",
  "c#": "C#",
  "c++": "C++",
  cpp: "C++",
  cs: "C#",
  csharp: "C#",
  css: "CSS",
  diff: "Diff",
  dockerfile: "Dockerfile",
  go: "Go",
  golang: "Go",
  graphql: "GraphQL",
  haskell: "Haskell",
  html: "HTML",
  java: "Java",
  javascript: "JavaScript",
  js: "JavaScript",
  json: "JSON",
  jsx: "JSX",
  julia: "Julia",
  kotlin: "Kotlin",
  latex: "LaTeX",
  lua: "Lua",
  markdown: "Markdown",
  md: "Markdown",
  php: "PHP",
  powershell: "PowerShell",
  py: "Python",
  python: "Python",
  r: "R",
  rb: "Ruby",
  rs: "Rust",
  ruby: "Ruby",
  rust: "Rust",
  scala: "Scala",
  sh: "Shell",
  shell: "Shell",
  sql: "SQL",
  swift: "Swift",
  tex: "LaTeX",
  toml: "TOML",
  ts: "TypeScript",
  tsx: "TSX",
  typescript: "TypeScript",
  xml: "XML",
  yaml: "YAML",
  yml: "YAML",
  zsh: "Zsh",
};

const LONGEST_CHARS = 40;

/** Returns the label of a code block: its language, as the model wrote it if it is unknown. */
export function languageLabel(language: string): string {
  if (language === "") return "Code";
  const key = language.toLowerCase();
  return (Object.hasOwn(NAMES, key) && NAMES[key]) || language.slice(0, LONGEST_CHARS);
}
