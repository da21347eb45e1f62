/** The newest draft: what it does, its values, its code, its risk. A person may change the code; that makes the next draft. */
import { Pencil } from "lucide-react";
import { messageOf } from "~/api/errors";
import type { ScriptDraft, ScriptSession } from "~/api/scriptBuilder";
import { offerUndo } from "~/keyboard/undo";
import { useKept } from "~/lib/kept";
import { userKey } from "~/lib/storage";
import { useLogin } from "~/login/LoginProvider";
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
import { BothDrafts } from "./BothDrafts";
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
              id={scriptSession.id}
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
  id: string;
  script: ScriptDraft;
  version: number;
  acts: BuilderActs;
  mayEdit: boolean;
}

/** The user's own text and the draft that it began with: kept in this browser, also when a newer draft comes. */
interface Typed {
  version: number;
  code: string;
}

function useTyped({ id, script, version, acts: { editing }, mayEdit }: CodeProps) {
  const { user } = useLogin();
  const [typed, setTyped] = useKept<Typed | null>(userKey(user.id, "script-draft", id), null);
  const isBehind = typed !== null && typed.version !== version && typed.code !== script.body;
  const done = (sent: string, on: number) =>
    setTyped((now) => (now && now.code !== sent ? { version: on, code: now.code } : null));
  return {
    /** Null while nothing is edited. */
    code: isBehind || typed?.version === version ? (typed?.code ?? null) : null,
    isBehind,
    start: () => setTyped({ version, code: script.body }),
    type: (code: string) => setTyped((now) => ({ version: now?.version ?? version, code })),
    save: () => {
      if (!typed || !mayEdit || editing.isPending) return;
      editing.mutate(
        { script: { body: typed.code }, draft_version: version },
        { onSuccess: ({ draft_version }) => done(typed.code, draft_version) },
      );
    },
    putAside: () => {
      setTyped(null);
      if (!typed || typed.code === script.body) return;
      offerUndo("Your text is put aside.", {
        itemKey: `script-draft:${id}`,
        undo: () => setTyped(typed),
      });
    },
  };
}

function Code(props: CodeProps) {
  const { script, version, acts, mayEdit } = props;
  const { editing } = acts;
  const typed = useTyped(props);
  const isEdited = typed.code !== null;
  return (
    <section aria-labelledby="draft-code">
      <div className={kit.sectionHead}>
        <h3 id="draft-code">Code</h3>
        {mayEdit && !isEdited && (
          <Button small className={kit.end} onClick={typed.start}>
            <Pencil size={14} strokeWidth={1.5} /> Edit
          </Button>
        )}
      </div>
      {!isEdited && (
        <CodeView
          code={script.body}
          language={script.language}
          fileName={fileName(script.title || "script", script.language)}
        />
      )}
      {typed.code !== null && !typed.isBehind && (
        <EditedCode
          script={script}
          code={typed.code}
          isSaving={editing.isPending}
          onType={typed.type}
          onLeave={typed.putAside}
          onSave={typed.save}
        />
      )}
      {typed.code !== null && typed.isBehind && (
        <BothDrafts
          {...{ script, version }}
          code={typed.code}
          isBusy={editing.isPending || !mayEdit}
          onType={typed.type}
          onSave={typed.save}
          onLeave={typed.putAside}
        />
      )}
      {editing.error && !typed.isBehind && (
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
