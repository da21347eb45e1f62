/** Language names: as written after a fence, as the grammar is called, and as shown. */

interface Language {
  grammar: string;
  label: string;
}

const LANGUAGES: readonly [names: string, grammar: string, label: string][] = [
  ["python py", "python", "Python"],
  ["powershell ps ps1 pwsh", "powershell", "PowerShell"],
  ["bash sh shell zsh console", "bash", "Bash"],
  ["dos bat cmd batch", "dos", "Command Prompt"],
  ["json jsonc", "json", "JSON"],
  ["xml html xhtml svg", "xml", "XML"],
  ["ini toml conf cfg reg properties", "ini", "INI"],
  ["sql tsql psql mysql", "sql", "SQL"],
  ["yaml yml", "yaml", "YAML"],
  ["markdown md mdx", "markdown", "Markdown"],
  ["text txt plain plaintext", "", "Text"],
  ["output", "", "Output"],
];

const BY_NAME = new Map<string, Language>(
  LANGUAGES.flatMap(([names, grammar, label]) =>
    names.split(" ").map((name): [string, Language] => [name, { grammar, label }]),
  ),
);

/** Parses the text after a fence: a language, perhaps followed by a file name. */
export function readInfo(info: string): Language {
  const [name = "", ...rest] = info.trim().split(/[\s:]+/);
  const known = BY_NAME.get(name.toLowerCase());
  const label = known?.label ?? (name || "Code");
  return {
    grammar: known?.grammar ?? name.toLowerCase(),
    label: [label, rest.join(" ")].filter(Boolean).join(" · "),
  };
}
