/** The language, the code, and what is wrong with it: below the code, each with a button that goes to its line. */
import { CircleX, Copy, Pencil, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import type { Script, ScriptContent } from "~/api/scripts";
import { copyText } from "~/lib/clipboard";
import { count } from "~/lib/text";
import { Button } from "~/ui/Button";
import { QuietSelect } from "~/ui/Field";
import kit from "~/ui/kit.module.css";
import type { Problem } from "../CodeEditor";
import { useStartBuilder } from "../useStartBuilder";
import { LANGUAGES, type ScriptLanguage } from "../words";
import css from "./editor.module.css";
import type { Check } from "./useCheck";

interface CodeSectionProps {
  /** Null for a new one, which cannot be revised yet. */
  script: Script | null;
  content: ScriptContent;
  onChange: (part: Partial<ScriptContent>) => void;
  check: Check;
  goTo: (line: number) => void;
  /** The editor. */
  children: ReactNode;
}

export function CodeSection({
  script,
  content,
  onChange,
  check,
  goTo,
  children,
}: CodeSectionProps) {
  const start = useStartBuilder();
  const problems = check.found?.problems ?? [];
  return (
    <section aria-labelledby="code-title">
      <div className={kit.sectionHead}>
        <h2 id="code-title">Code</h2>
        <span className={kit.meta} role="status">
          {stateOf(check, problems)}
        </span>
        {script && (
          <Button small className={kit.end} onClick={() => start.open({ script_id: script.id })}>
            <Pencil size={14} strokeWidth={1.5} /> Revise with Copilot
          </Button>
        )}
      </div>
      <div className={css.frame}>
        <div className={css.frameHead}>
          <QuietSelect
            aria-label="Language"
            value={content.language}
            onChange={(event) => onChange({ language: event.target.value as ScriptLanguage })}
          >
            {LANGUAGES.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </QuietSelect>
          <span className={kit.grow}>{count(linesIn(content.body), "line")}</span>
          <Button look="ghost" small onClick={() => copyText(content.body, "Script")}>
            <Copy size={14} strokeWidth={1.5} /> Copy
          </Button>
        </div>
        {children}
      </div>
      {problems.length > 0 && <Problems problems={problems} goTo={goTo} />}
      {check.error && (
        <p className={css.note}>
          The code could not be checked.
          <Button look="ghost" small onClick={() => void check.again()}>
            Try again
          </Button>
        </p>
      )}
    </section>
  );
}

function Problems({
  problems,
  goTo,
}: {
  problems: readonly Problem[];
  goTo: (line: number) => void;
}) {
  return (
    <ul className={css.problems} aria-label="Problems">
      {problems.map(({ line, column, message, severity }) => (
        <li key={`${line}:${column}:${message}`}>
          <button type="button" className={css.jump} onClick={() => goTo(line)}>
            {severity === "error" ? (
              <CircleX size={14} strokeWidth={1.5} className={css.isDanger} />
            ) : (
              <TriangleAlert size={14} strokeWidth={1.5} className={css.isWarn} />
            )}
            <span>
              Line {line}: {message}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function stateOf({ found, isRunning }: Check, problems: readonly Problem[]): string {
  if (!found) return isRunning ? "" : "nothing to check";
  return problems.length === 0 ? "no problems found" : count(problems.length, "problem");
}

function linesIn(body: string): number {
  return body.replace(/\n$/, "").split("\n").length;
}
