/** The script was saved by somebody else since the draft began: theirs beside the draft, before either is the newest. */
import { Suspense, useRef } from "react";
import type { Script, ScriptContent } from "~/api/scripts";
import { nameOf } from "~/lib/text";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { GuardedButton } from "~/ui/GuardedButton";
import kit from "~/ui/kit.module.css";
import { lazyPart } from "~/ui/lazyPart";
import { Skeleton } from "~/ui/Skeleton";
import css from "../editor/editor.module.css";
import { OtherParts } from "../editor/OtherParts";

const Diff = lazyPart(() => import("../code/Diff"));

interface SaveConflictProps {
  newest: Script;
  mine: ScriptContent;
  /** As the version after theirs. */
  onSave: () => void;
  onClose: () => void;
}

export function SaveConflict({ newest, mine, onSave, onClose }: SaveConflictProps) {
  const about = useRef<HTMLParagraphElement>(null);
  const who = nameOf(newest.updated_by);
  return (
    <Dialog
      title={`${who} saved version ${newest.version} before you`}
      wide
      initialFocus={about}
      onClose={onClose}
    >
      <p className={kit.secondary} ref={about} tabIndex={-1}>
        Your draft is not saved and not lost. Theirs is on the left; it stays in the history.
      </p>
      <Suspense fallback={<Skeleton heights={[240]} label="Loading the comparison" />}>
        <OtherParts left={newest} right={mine} />
        <Diff
          language={mine.language}
          left={{ label: `Version ${newest.version}, ${who}`, code: newest.body }}
          right={{ label: "Your draft", code: mine.body }}
        />
      </Suspense>
      <footer className={css.buttons}>
        <GuardedButton look="primary" onClick={onSave}>
          Save mine as v{newest.version + 1}
        </GuardedButton>
        <Button look="ghost" onClick={onClose}>
          Go on with the draft
        </Button>
      </footer>
    </Dialog>
  );
}
