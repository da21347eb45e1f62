/** Detects a script's language from its code, and derives its file name. */

interface Language {
  language: string;
  ending: string;
  /** A pattern that only this language has. */
  sign: RegExp;
}

const LANGUAGES: Language[] = [
  { language: "Bash", ending: "sh", sign: /^#!.*\b(ba)?sh\b|^\s*(sudo|apt|systemctl|fi|done)\b/m },
  {
    language: "Python",
    ending: "py",
    sign: /^#!.*python|^\s*(def \w+\(|import \w+$|from \w+ import)/m,
  },
  { language: "Batch", ending: "cmd", sign: /^\s*@?echo off\b|^\s*rem\b|%\w+%/im },
];
/** The most common language on Windows desks. */
const POWERSHELL = { language: "PowerShell", ending: "ps1" };

export function scriptFile(title: string, code: string): { language: string; name: string } {
  const isPowerShell = /\b[A-Z]\w+-[A-Z]\w+|\$\w+\s*=/.test(code);
  const known = isPowerShell ? undefined : LANGUAGES.find(({ sign }) => sign.test(code));
  const { language, ending } = known ?? POWERSHELL;
  return { language, name: `${slug(title) || "script"}.${ending}` };
}

function slug(title: string): string {
  const words =
    title
      .normalize("NFKD")
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  return words.slice(0, 6).join("-");
}
