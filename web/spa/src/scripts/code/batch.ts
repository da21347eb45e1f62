/** Colours for batch files: comments, labels, variables, strings and the commands of cmd. */
import type { StreamParser } from "@codemirror/language";

const KEYWORD =
  /^(if|else|for|in|do|goto|call|exit|set|setlocal|endlocal|not|exist|defined|errorlevel|equ|neq|lss|leq|gtr|geq|shift)\b/i;
const COMMAND =
  /^(echo|del|erase|rd|rmdir|md|mkdir|copy|xcopy|robocopy|move|ren|dir|cd|pushd|popd|type|find|findstr|net|netsh|sc|reg|taskkill|tasklist|ipconfig|ping|nslookup|shutdown|attrib|icacls|format|diskpart|wmic|start|pause|timeout|title|cls)\b/i;

type Where = "anywhere" | "line" | "word";

const TOKENS: readonly [Where, RegExp, string][] = [
  ["line", /^(rem\b|::).*/i, "comment"],
  ["line", /^:\w+/, "labelName"],
  ["anywhere", /^"[^"]*"?/, "string"],
  ["anywhere", /^%%?~?\w+(:[^%]*)?%?|^![^!\s]+!|^%\*/, "variable"],
  ["word", KEYWORD, "keyword"],
  ["word", COMMAND, "builtin"],
  ["word", /^\/[a-z?]\S*/i, "attribute"],
  ["word", /^\d+\b/, "number"],
];

export const batch: StreamParser<null> = {
  name: "batch",
  startState: () => null,
  token(stream) {
    if (stream.eatSpace()) return null;
    const before = stream.string.slice(0, stream.pos);
    const found = TOKENS.find(
      ([where, pattern]) => STARTS[where].test(before) && stream.match(pattern),
    );
    if (!found) stream.next();
    return found?.[2] ?? null;
  },
  languageData: { commentTokens: { line: "rem " } },
};

/** What stands before a token at such a place. */
const STARTS: Record<Where, RegExp> = {
  anywhere: /(?:)/,
  line: /^[\s@&|(]*$/,
  word: /(^|[\s@&|(=,])$/,
};
