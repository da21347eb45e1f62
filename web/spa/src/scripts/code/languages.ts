/** The grammars of the four languages. They only colour; what is wrong is found by the server. */
import { StreamLanguage, type StreamParser } from "@codemirror/language";
import { powerShell } from "@codemirror/legacy-modes/mode/powershell";
import { python } from "@codemirror/legacy-modes/mode/python";
import { shell } from "@codemirror/legacy-modes/mode/shell";
import type { ScriptLanguage } from "../words";
import { batch } from "./batch";

interface PowerShellState {
  tokenize: unknown;
}

const plainPowerShell = powerShell as StreamParser<PowerShellState>;
const inCode = plainPowerShell.startState?.(2).tokenize;
const OPERATOR =
  /^-([bic]?(not|and|or|xor|split|join|replace|match|like|contains|in|eq|ne|gt|ge|lt|le|is|as|f)|not(match|like|contains|in))$/i;

/** The mode knows the commands of PowerShell 3. Every verb with a noun is a command, and a word after a dash its parameter. */
const anyCommand: StreamParser<PowerShellState> = {
  ...plainPowerShell,
  token(stream, state) {
    if (state.tokenize === inCode) {
      if (stream.match(/^[A-Za-z]+-[A-Za-z]\w*/)) return "builtin";
      if (isWordStart(stream.string, stream.pos) && stream.match(/^-[A-Za-z]\w*/)) {
        return OPERATOR.test(stream.current()) ? "keyword" : "attribute";
      }
    }
    const role = plainPowerShell.token(stream, state);
    return role === "variable" &&
      /^\w/.test(stream.current()) &&
      !isInText(stream.string, stream.start)
      ? null
      : role;
  },
};

function isWordStart(line: string, at: number): boolean {
  return at === 0 || /[\s(]/.test(line.charAt(at - 1));
}

/** A name after the `$` that the mode has read as a token of its own. */
function isInText(line: string, at: number): boolean {
  return line.charAt(at - 1) === "$";
}

export const GRAMMARS: Record<ScriptLanguage, StreamLanguage<unknown>> = {
  powershell: StreamLanguage.define(anyCommand) as StreamLanguage<unknown>,
  bash: StreamLanguage.define(shell) as StreamLanguage<unknown>,
  batch: StreamLanguage.define(batch) as StreamLanguage<unknown>,
  python: StreamLanguage.define(python) as StreamLanguage<unknown>,
};
