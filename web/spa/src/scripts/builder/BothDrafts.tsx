/** A newer draft came while the user typed: it stands beside their text, which they can change and save as the next. */
import { Suspense } from "react";
import type { ScriptDraft } from "~/api/scriptBuilder";
import { Button } from "~/ui/Button";
import { GuardedButton } from "~/ui/GuardedButton";
import { lazyPart } from "~/ui/lazyPart";
import { Skeleton } from "~/ui/Skeleton";
import editor from "../editor/editor.module.css";
import css from "./builder.module.css";

const Diff = lazyPart(() => import("../code/Diff"));

interface BothDraftsProps {
  script: ScriptDraft;
  version: number;
  code: string;
  isBusy: boolean;
  onType: (code: string) => void;
  onSave: () => void;
  onLeave: () => void;
}

export function BothDrafts(props: BothDraftsProps) {
  const { script, version, code, isBusy, onType, onSave, onLeave } = props;
  return (
    <>
      <p className={editor.note} role="note">
        Draft {version} came while you were typing. Yours is on the right and is not lost.
      </p>
      <Suspense fallback={<Skeleton heights={[240]} label="Loading the comparison" />}>
        <Diff
          language={script.language}
          left={{ label: `Draft ${version}`, code: script.body }}
          right={{ label: "Yours", code }}
          onChange={onType}
        />
      </Suspense>
      <div className={css.buttons}>
        <GuardedButton
          small
          look="primary"
          aria-disabled={isBusy || undefined}
          onClick={() => !isBusy && onSave()}
        >
          Save mine as the next draft
        </GuardedButton>
        <Button small look="ghost" onClick={onLeave}>
          Take draft {version}
        </Button>
      </div>
    </>
  );
}
