/** The title, whether it is saved, and what can be done with the script. */
import type { Script } from "~/api/scripts";
import { offerUndo } from "~/keyboard/undo";
import { Button } from "~/ui/Button";
import { GuardedButton } from "~/ui/GuardedButton";
import kit from "~/ui/kit.module.css";
import { Pill } from "~/ui/Pill";
import { FillIn } from "../FillIn";
import css from "./editor.module.css";
import { ScriptMenu } from "./ScriptMenu";
import type { Draft } from "./useDraft";
import type { Saving } from "./useSave";

/** The API's limit. */
const MAX_TITLE = 120;

interface EditorHeadProps {
  script: Script;
  draft: Draft;
  saving: Saving;
}

export function EditorHead({ script, draft, saving }: EditorHeadProps) {
  const { content, isChanged } = draft;
  const revert = () => {
    const { content: kept, version } = draft;
    draft.revert();
    offerUndo("Your changes are taken back.", {
      itemKey: `script:${script.id}`,
      undo: () => draft.rebase(version, kept),
    });
  };
  return (
    <div className={css.headLine}>
      <TitleField title={content.title} onType={(title) => draft.change({ title })} />
      <div className={css.buttons}>
        {script.status === "draft" && <Pill>Draft</Pill>}
        <span className={kit.meta} role="status">
          {isChanged ? "Unsaved changes" : `Version ${script.version}`}
        </span>
        {isChanged && (
          <Button look="ghost" onClick={revert}>
            Revert
          </Button>
        )}
        {!isChanged && <FillIn script={script} />}
        {!isChanged && script.status === "draft" && (
          <GuardedButton
            look="primary"
            aria-disabled={saving.isPending || undefined}
            onClick={() => saving.save({ status: "published" })}
          >
            Publish
          </GuardedButton>
        )}
        {isChanged && (
          <Button
            look="primary"
            aria-disabled={saving.isPending || undefined}
            aria-keyshortcuts="Control+S"
            onClick={() => saving.save()}
          >
            {saving.isPending ? "Saving…" : `Save v${script.version + 1}`}
          </Button>
        )}
        <ScriptMenu script={script} draft={draft} saving={saving} />
      </div>
    </div>
  );
}

export function TitleField({ title, onType }: { title: string; onType: (title: string) => void }) {
  return (
    <input
      className={css.titleIn}
      aria-label="Title"
      placeholder="What it does, in a few words"
      maxLength={MAX_TITLE}
      dir="auto"
      value={title}
      onChange={(event) => onType(event.target.value)}
    />
  );
}
