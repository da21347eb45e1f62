/** The fix's steps and the script that the copilot drafted for it. Scripts never run from the browser. */
import { Download, Pencil } from "lucide-react";
import { useState } from "react";
import type { Fix, Step } from "~/api/types";
import { CodeBlock } from "~/prose/CodeBlock";
import { Button } from "~/ui/Button";
import { isTerminal } from "../fix/fixMode";
import { useFixMutations } from "../fix/useFixes";
import css from "./details.module.css";
import { ScriptEditor } from "./ScriptEditor";
import { ScriptUse } from "./ScriptUse";
import { scriptFile } from "./scriptFile";

interface ScriptTabProps {
  fix: Fix | null;
  /** The session's steps, which say whether somebody changed the draft. */
  steps: readonly Step[];
  mayChange: boolean;
}

export function ScriptTab({ fix, steps, mayChange }: ScriptTabProps) {
  if (!fix) {
    return (
      <section className={css.section}>
        <p className={css.none}>
          No fix is proposed yet. Its steps and its script will appear here.
        </p>
      </section>
    );
  }
  return (
    <>
      <section aria-labelledby="steps-title" className={css.section}>
        <h2 id="steps-title" className={css.title} dir="auto">
          {fix.title}
        </h2>
        {fix.rationale && <p className={css.why}>{fix.rationale}</p>}
        {fix.steps.length > 0 && (
          <ol className={css.steps}>
            {fix.steps.map((step, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a fix never change, and two may read the same.
              <li key={index} dir="auto">
                {step}
              </li>
            ))}
          </ol>
        )}
      </section>
      <Script key={fix.id} fix={fix} isEdited={isEdited(fix, steps)} mayChange={mayChange} />
    </>
  );
}

function isEdited({ id }: Fix, steps: readonly Step[]): boolean {
  return steps.some(({ data }) => data.kind === "fix_drafted" && data.fix_id === id);
}

interface ScriptProps {
  fix: Fix;
  isEdited: boolean;
  mayChange: boolean;
}

function Script({ fix, isEdited, mayChange }: ScriptProps) {
  const acts = useFixMutations();
  const [isEditing, setIsEditing] = useState(false);
  const [typed, setTyped] = useState<string | null>(null);
  const code = fix.ai_drafted_script;
  const refusal = acts.refusalOf(fix);
  const save = async () => {
    setIsEditing(false);
    const isSaved = typed === null || typed === code || (await acts.draft(fix, typed));
    if (isSaved) setTyped(null);
    else setIsEditing(true);
  };
  return (
    <section aria-label="Script" className={css.section}>
      {code && !isEditing && <Draft fix={fix} code={code} isEdited={isEdited} />}
      {!code && !isEditing && <p className={css.none}>This fix has no script.</p>}
      {isEditing && (
        <ScriptEditor
          text={typed ?? code ?? ""}
          onType={setTyped}
          onSave={() => void save()}
          onLeave={() => setIsEditing(false)}
        />
      )}
      {mayChange && !isEditing && !isTerminal(fix) && (
        <Button small look="ghost" onClick={() => setIsEditing(true)}>
          <Pencil size={14} strokeWidth={1.5} /> {code ? "Edit script" : "Write a script"}
        </Button>
      )}
      {code && !isEditing && <ScriptUse fix={fix} acts={acts} mayChange={mayChange} />}
      {refusal && <p className={css.refusal}>Not saved. {refusal}</p>}
    </section>
  );
}

function Draft({ fix, code, isEdited }: { fix: Fix; code: string; isEdited: boolean }) {
  const { language, name } = scriptFile(fix.title, code);
  return (
    <>
      <h2 className={css.title}>Script</h2>
      <p className={css.draft}>
        {isEdited ? "Edited draft." : "Draft by Copilot."} Read before you run it.
      </p>
      <CodeBlock code={code} info={language} />
      <div className={css.buttons}>
        <Button small look="ghost" onClick={() => download(name, code)}>
          <Download size={14} strokeWidth={1.5} /> Download
        </Button>
      </div>
    </>
  );
}

/** Downloads a file that is created in the browser. */
function download(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
