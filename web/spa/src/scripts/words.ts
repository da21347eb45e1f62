/** What languages, risks and kinds of parameters are called on the screen. */
import type { Tone } from "~/ui/Pill";

export type ScriptLanguage = "powershell" | "bash" | "batch" | "python";
export type ScriptRisk = "reads" | "changes" | "destroys";

export const LANGUAGES: readonly { value: ScriptLanguage; label: string; ending: string }[] = [
  { value: "powershell", label: "PowerShell", ending: "ps1" },
  { value: "bash", label: "Bash", ending: "sh" },
  { value: "batch", label: "Batch", ending: "cmd" },
  { value: "python", label: "Python", ending: "py" },
];

export function languageName(language: ScriptLanguage): string {
  return LANGUAGES.find(({ value }) => value === language)?.label ?? language;
}

export const RISKS: Record<ScriptRisk, { label: string; tone: Tone; about: string }> = {
  reads: { label: "Reads", tone: "plain", about: "It only reads." },
  changes: { label: "Changes", tone: "warn", about: "It changes something that can be undone." },
  destroys: {
    label: "Destroys",
    tone: "danger",
    about: "It can lose data, cut people off or weaken protection.",
  },
};

export const KINDS = [
  { value: "text", label: "Text" },
  { value: "number", label: "Number" },
  { value: "boolean", label: "Yes or no" },
  { value: "choice", label: "Choice" },
  { value: "host", label: "Host" },
  { value: "address", label: "Address" },
  { value: "user", label: "User" },
  { value: "path", label: "Path" },
  { value: "secret", label: "Secret" },
] as const;

export type ParameterKind = (typeof KINDS)[number]["value"];

export function kindName(kind: ParameterKind): string {
  return KINDS.find(({ value }) => value === kind)?.label ?? kind;
}

/** "clear-print-queue.ps1" */
export function fileName(title: string, language: ScriptLanguage): string {
  const plain = title.normalize("NFKD").toLowerCase();
  const words = plain.match(/[a-z0-9]+/g) ?? ["script"];
  const ending = LANGUAGES.find(({ value }) => value === language)?.ending ?? "txt";
  return `${words.slice(0, 8).join("-")}.${ending}`;
}
