/**
 * Two people saved at once: theirs, which is the newest, beside the user's own. Nothing is overwritten before the user chooses, and
 * whatever they choose can be taken back: theirs stays in the history, and the user's own text comes back with Undo.
 */
import { useQueryClient } from "@tanstack/react-query";
import { Suspense, useRef } from "react";
import { messageOf } from "~/api/errors";
import type { Script } from "~/api/scripts";
import { offerUndo } from "~/keyboard/undo";
import { nameOf } from "~/lib/text";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { GuardedButton } from "~/ui/GuardedButton";
import kit from "~/ui/kit.module.css";
import { lazyPart } from "~/ui/lazyPart";
import { RelativeTime } from "~/ui/RelativeTime";
import { Skeleton } from "~/ui/Skeleton";
import css from "./editor.module.css";
import { OtherParts } from "./OtherParts";
import type { Draft } from "./useDraft";
import { noteSaved, type Saving } from "./useSave";

const Diff = lazyPart(() => import("../code/Diff"));

interface ConflictDialogProps {
  newest: Script;
  draft: Draft;
  saving: Saving;
  onClose: () => void;
}

export default function ConflictDialog({ newest, draft, saving, onClose }: ConflictDialogProps) {
  const queries = useQueryClient();
  const about = useRef<HTMLParagraphElement>(null);
  const who = nameOf(newest.updated_by);
  // What is typed here goes to the draft at once, so that Esc keeps it too.
  const mine = draft.content;
  const keepMine = () => {
    noteSaved(queries, newest);
    draft.rebase(newest.version, mine);
    saving.save({ content: mine, version: newest.version });
  };
  const takeTheirs = () => {
    draft.revert();
    noteSaved(queries, newest);
    onClose();
    offerUndo(`Version ${newest.version} by ${who} is shown. Yours is put aside.`, {
      itemKey: `script:${newest.id}`,
      undo: () => draft.rebase(newest.version, mine),
    });
  };
  const goOn = () => {
    noteSaved(queries, newest);
    draft.rebase(newest.version, mine);
    onClose();
  };
  return (
    <Dialog
      title={`${who} saved version ${newest.version} before you`}
      wide
      initialFocus={about}
      onClose={onClose}
    >
      <p className={kit.secondary} ref={about} tabIndex={-1}>
        Yours is not saved and not lost.{" "}
        {newest.updated_at && (
          <>
            Theirs is of <RelativeTime at={newest.updated_at} focusable tip="start" />, on the left.{" "}
          </>
        )}
        You can change yours here, on the right, before you decide.
      </p>
      <Suspense fallback={<Skeleton heights={[240]} label="Loading the comparison" />}>
        <OtherParts left={newest} right={mine} />
        <Diff
          language={mine.language}
          left={{ label: `Version ${newest.version}, ${who}`, code: newest.body }}
          right={{ label: "Yours", code: draft.content.body }}
          onChange={(body) => draft.change({ body })}
        />
      </Suspense>
      {saving.error && (
        <p className={css.refusal} role="alert">
          Not saved. {messageOf(saving.error)}
        </p>
      )}
      <footer className={css.buttons}>
        <GuardedButton
          look="primary"
          aria-disabled={saving.isPending || undefined}
          onClick={keepMine}
        >
          {saving.isPending ? "Saving…" : `Save mine as v${newest.version + 1}`}
        </GuardedButton>
        <GuardedButton onClick={takeTheirs}>Take theirs</GuardedButton>
        <Button look="ghost" onClick={goOn}>
          Go on editing mine
        </Button>
      </footer>
    </Dialog>
  );
}
