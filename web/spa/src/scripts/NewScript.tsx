/** A script that is not saved yet. What was typed is kept in this browser until it is. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { useNavigate } from "react-router";
import { keys } from "~/api/keys";
import { createScript, type ScriptContent } from "~/api/scripts";
import { offerUndo } from "~/keyboard/undo";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { useIsViewer } from "~/login/LoginProvider";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import { EmptyState } from "~/ui/EmptyState";
import kit from "~/ui/kit.module.css";
import { KEEP_FOCUS } from "~/ui/ScreenTitle";
import { CodeEditor, type CodeEditorHandle } from "./CodeEditor";
import { CodeSection } from "./editor/CodeSection";
import { TitleField } from "./editor/EditorHead";
import css from "./editor/editor.module.css";
import { ParameterTable } from "./editor/ParameterTable";
import { Purpose } from "./editor/Purpose";
import { RiskCard } from "./editor/RiskCard";
import { Refusal } from "./editor/SaveState";
import { SecretOffer } from "./editor/SecretOffer";
import { useCheck } from "./editor/useCheck";
import { type Draft, useDraft } from "./editor/useDraft";
import { useSaveKey } from "./editor/useSaveKey";
import { PanelFrame } from "./ScriptPanel";
import scripts from "./scripts.module.css";

interface NewScriptProps {
  onBack: string | null;
  addressOf: (id: string) => string;
}

export function NewScript({ onBack, addressOf }: NewScriptProps) {
  const isViewer = useIsViewer();
  return (
    <PanelFrame label="New script" backTo={onBack}>
      {isViewer ? (
        <EmptyState
          fact="Your role only reads."
          hint="An engineer or an admin can write a script."
        />
      ) : (
        <NewEditor addressOf={addressOf} />
      )}
    </PanelFrame>
  );
}

function NewEditor({ addressOf }: Pick<NewScriptProps, "addressOf">) {
  const draft = useDraft("new", null);
  const { content } = draft;
  const check = useCheck(content.language, content.body);
  const code = useRef<CodeEditorHandle>(null);
  const creating = useCreate(draft, addressOf);
  const isReady = content.title.trim() !== "" && content.body.trim() !== "";
  const create = () => isReady && !creating.isPending && creating.mutate(content);
  useSaveKey(create);
  const goTo = (line: number) => code.current?.goTo(line);
  return (
    <div className={scripts.edit}>
      <div className={css.head}>
        <div className={css.headLine}>
          <TitleField title={content.title} onType={(title) => draft.change({ title })} />
          <div className={css.buttons}>
            {draft.isChanged && <Discard draft={draft} />}
            <Button
              look="primary"
              aria-disabled={!isReady || creating.isPending || undefined}
              onClick={create}
            >
              {creating.isPending ? "Saving…" : "Save draft"}
            </Button>
          </div>
        </div>
        {!isReady && (
          <p className={kit.meta}>
            It needs a title and code. What you type is kept in this browser.
          </p>
        )}
        {creating.error && <Refusal error={creating.error} />}
        {check.found?.credentials.map((credential) => (
          <SecretOffer
            key={`${credential.line}:${credential.column}`}
            credential={credential}
            draft={draft}
            isChecking={check.isRunning}
            onLine={goTo}
          />
        ))}
        <Purpose content={content} onChange={draft.change} />
      </div>
      <div className={css.stack}>
        <ParameterTable content={content} onChange={draft.change} />
        <CodeSection
          script={null}
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
        <RiskCard check={check} script={null} onLine={goTo} />
      </div>
    </div>
  );
}

function Discard({ draft }: { draft: Draft }) {
  const discard = () => {
    const kept = draft.content;
    draft.revert();
    offerUndo("What you typed is discarded.", {
      itemKey: "script:new",
      undo: () => draft.rebase(0, kept),
    });
  };
  return (
    <Button look="ghost" onClick={discard}>
      Discard
    </Button>
  );
}

function useCreate(draft: Draft, addressOf: (id: string) => string) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: (typed: ScriptContent) => {
      const sent = { ...typed, title: typed.title.trim() };
      return sendOnce(sent, (key) => createScript(sent, key));
    },
    onSuccess: (script, typed) => {
      draft.handOver(typed, script);
      queries.setQueryData(keys.script(script.id), script);
      void queries.invalidateQueries({ queryKey: keys.scriptLists });
      announce("Saved as a draft.");
      navigate(addressOf(script.id), { replace: true, state: KEEP_FOCUS });
    },
  });
}
