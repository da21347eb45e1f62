/** The newest draft: what it does, its values, its code, its risk. A person may change the code; that makes the next draft. */
import { Pencil } from "lucide-react";
import { useState } from "react";
import { messageOf } from "~/api/errors";
import type { ScriptDraft, ScriptSession } from "~/api/scriptBuilder";
import { Button } from "~/ui/Button";
import kit from "~/ui/kit.module.css";
import { ScrollBox } from "~/ui/ScrollBox";
import { CodeEditor } from "../CodeEditor";
import { CodeView } from "../CodeView";
import editor from "../editor/editor.module.css";
import { ParameterTable } from "../editor/ParameterTable";
import { RiskCard } from "../editor/RiskCard";
import { useCheck } from "../editor/useCheck";
import { useSaveKey } from "../editor/useSaveKey";
import { fileName } from "../words";
import css from "./builder.module.css";
import { type BuilderActs, runningReply } from "./useScriptSession";

interface DraftPaneProps {
  scriptSession: ScriptSession;
  acts: BuilderActs;
}

export function DraftPane({ scriptSession, acts }: DraftPaneProps) {
  const { script, draft_version } = scriptSession;
  const mayEdit = scriptSession.status === "open" && runningReply(scriptSession) === null;
  return (
    <section className={css.draft} aria-label="Draft" data-region="draft">
      <ScrollBox className={css.draftBody} label="Script draft">
        {!script && (
          <div className={css.hello}>
            <h2>No draft yet</h2>
            <p className={kit.muted}>The script appears here when the copilot has written it.</p>
          </div>
        )}
        {script && (
          <>
            <div className={css.draftHead}>
              <h2 dir="auto">{script.title || "Untitled script"}</h2>
              <span className={kit.meta}>Draft {draft_version}. Read it before you run it.</span>
              {script.purpose && (
                <p className={kit.muted} dir="auto">
                  {script.purpose}
                </p>
              )}
            </div>
            <Code
              key={draft_version}
              script={script}
              version={draft_version}
              acts={acts}
              mayEdit={mayEdit}
            />
            <ParameterTable content={script} />
            <RiskCard script={script} check={null} />
          </>
        )}
      </ScrollBox>
    </section>
  );
}

interface CodeProps {
  script: ScriptDraft;
  version: number;
  acts: BuilderActs;
  mayEdit: boolean;
}

function Code({ script, version, acts, mayEdit }: CodeProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const { editing } = acts;
  return (
    <section aria-labelledby="draft-code">
      <div className={kit.sectionHead}>
        <h3 id="draft-code">Code</h3>
        {mayEdit && typed === null && (
          <Button small className={kit.end} onClick={() => setTyped(script.body)}>
            <Pencil size={14} strokeWidth={1.5} /> Edit
          </Button>
        )}
      </div>
      {typed === null && (
        <CodeView
          code={script.body}
          language={script.language}
          fileName={fileName(script.title || "script", script.language)}
        />
      )}
      {typed !== null && (
        <EditedCode
          script={script}
          code={typed}
          isSaving={editing.isPending}
          onType={setTyped}
          onLeave={() => setTyped(null)}
          onSave={() => editing.mutate({ script: { body: typed }, draft_version: version })}
        />
      )}
      {editing.error && (
        <p className={editor.refusal} role="alert">
          Not saved. {messageOf(editing.error)}
        </p>
      )}
    </section>
  );
}

interface EditedCodeProps {
  script: ScriptDraft;
  code: string;
  isSaving: boolean;
  onType: (code: string) => void;
  onSave: () => void;
  onLeave: () => void;
}

function EditedCode({ script, code, isSaving, onType, onSave, onLeave }: EditedCodeProps) {
  const check = useCheck(script.language, code);
  const save = () => !isSaving && (code === script.body ? onLeave() : onSave());
  useSaveKey(save);
  return (
    <>
      <div className={editor.frame}>
        <CodeEditor
          label="Code"
          language={script.language}
          value={code}
          onChange={onType}
          problems={check.found?.problems ?? []}
        />
      </div>
      <ul className={editor.problems} aria-label="Problems">
        {check.found?.problems.map(({ line, column, message }) => (
          <li key={`${line}:${column}:${message}`} className={kit.secondary}>
            Line {line}: {message}
          </li>
        ))}
      </ul>
      <div className={css.buttons}>
        <Button small look="primary" onClick={save}>
          {isSaving ? "Saving…" : "Save as the next draft"}
        </Button>
        <Button small look="ghost" onClick={onLeave}>
          Cancel
        </Button>
      </div>
    </>
  );
}
