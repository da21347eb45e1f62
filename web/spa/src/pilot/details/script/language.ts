/** Guesses the language of a drafted script, which a fix does not store. The server guesses by the same signs. */
import type { ScriptLanguage } from "~/scripts/words";

/** In this order; the first with a sign wins. */
const SIGNS: [ScriptLanguage, RegExp][] = [
  ["python", /^#!.*\bpython/],
  ["bash", /^#!.*\b(?:ba|da|z|k)?sh\b/],
  ["batch", /^\s*@echo off\b/i],
  [
    "powershell",
    /^\s*(?:\$[\w:]+\s*[+-]?=|param\s*\(|\[CmdletBinding|\[\w+(?:\.\w+)*\]::|[A-Z][a-z]+-[A-Z][A-Za-z0-9]+\b|<#)|\|\s*(?:[A-Z][a-z]+-[A-Z]|[?%]\s*\{)/m,
  ],
  [
    "python",
    /^\s*(?:def \w+\(.*\)(?:\s*->.*)?:|import \w+(?:\.\w+)*\s*$|from [\w.]+ import |print\()/m,
  ],
  [
    "batch",
    /^\s*(?:@?echo off\b|rem\s|::\s|setlocal\b|set \/[ap] |goto :?\w)|%[A-Za-z_]\w*%|%~\w*\d/im,
  ],
  [
    "bash",
    /^\s*(?:sudo|apt(?:-get)?|dnf|yum|systemctl|journalctl|chmod|chown|export|set -[a-z]+|fi|done|esac|then|do)\b|\$\(|\$\{\w|(?:^|\s)\/(?:etc|var|usr|opt|home|dev)\//m,
  ],
];

export function languageOf(code: string): ScriptLanguage {
  return SIGNS.find(([, sign]) => sign.test(code))?.[0] ?? "powershell";
}
