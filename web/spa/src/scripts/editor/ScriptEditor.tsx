/** The editor of a script: what it is for, its parameters, its code, its risk and its history. Ctrl+S saves. */
import { useRef, useState } from "react";
import type { Script } from "~/api/scripts";
import { lazyPart } from "~/ui/lazyPart";
import { CodeEditor, type CodeEditorHandle } from "../CodeEditor";
import scripts from "../scripts.module.css";
import { CodeSection } from "./CodeSection";
import { EditorHead } from "./EditorHead";
import css from "./editor.module.css";
import { ParameterTable } from "./ParameterTable";
import { Purpose } from "./Purpose";
import { RiskCard } from "./RiskCard";
import { SaveState } from "./SaveState";
import { useCheck } from "./useCheck";
import { useDraft } from "./useDraft";
import { useSave } from "./useSave";
import { useSaveKey } from "./useSaveKey";
import { Versions } from "./Versions";

const ConflictDialog = lazyPart(() => import("./ConflictDialog"));

export function ScriptEditor({ script }: { script: Script }) {
  const draft = useDraft(script.id, script);
  const saving = useSave(script, draft);
  const check = useCheck(draft.content.language, draft.content.body);
  const code = useRef<CodeEditorHandle>(null);
  const [isComparing, setIsComparing] = useState(false);
  const newest = saving.conflict ?? (isComparing ? script : null);
  useSaveKey(() => draft.isChanged && saving.save());
  const goTo = (line: number) => code.current?.goTo(line);
  const { content } = draft;
  return (
    <div className={scripts.edit}>
      <div className={css.head}>
        <EditorHead script={script} draft={draft} saving={saving} />
        <SaveState
          script={script}
          draft={draft}
          saving={saving}
          credentials={check.found?.credentials ?? []}
          isChecking={check.isRunning}
          onCompare={() => setIsComparing(true)}
          onLine={goTo}
        />
        <Purpose content={content} onChange={draft.change} />
      </div>
      <div className={css.stack}>
        <ParameterTable content={content} onChange={draft.change} />
        <CodeSection
          script={script}
          content={content}
          onChange={draft.change}
          check={check}
          goTo={goTo}
        >
          <CodeEditor
            ref={code}
            label="Code"
            language={content.language}
            value={content.body}
            onChange={(body) => draft.change({ body })}
            problems={check.found?.problems ?? []}
          />
        </CodeSection>
      </div>
      <div className={css.stack}>
        <RiskCard check={check} script={script} onLine={goTo} />
        <Versions script={script} draft={draft} mayRestore={!draft.isChanged} />
      </div>
      {newest && (
        <ConflictDialog
          newest={newest}
          draft={draft}
          saving={saving}
          onClose={() => {
            saving.settle();
            setIsComparing(false);
          }}
        />
      )}
    </div>
  );
}
