/** A new draft beside a text that somebody edited. The edited text stays until somebody takes the draft. */
import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { messageOf } from "~/api/errors";
import type { AiSession, Documentation } from "~/api/types";
import dialogs from "~/pilot/dialogs/dialogs.module.css";
import { Prose } from "~/prose/Prose";
import { Button } from "~/ui/Button";
import { GuardedButton } from "~/ui/GuardedButton";
import { useDocumentationEdit } from "~/writeUps/useDocumentation";
import css from "./documentation.module.css";

interface DraftBesideProps {
  aiSession: AiSession;
  documentation: Documentation;
}

export function DraftBeside({ aiSession, documentation }: DraftBesideProps) {
  const { draft, can_edit } = documentation;
  const [isShown, setIsShown] = useState(false);
  const saving = useDocumentationEdit(aiSession, () => setIsShown(false));
  if (draft === null) return null;
  const take = () => {
    if (!saving.isPending) saving.mutate({ accept_draft: true });
  };
  return (
    <section className={css.beside} aria-label="New draft">
      <div className={css.line}>
        <p>A new draft is here. The edited text is kept.</p>
        <Button small aria-expanded={isShown} onClick={() => setIsShown(!isShown)}>
          <ChevronRight size={14} strokeWidth={1.5} aria-hidden="true" />
          Read it
        </Button>
        {can_edit && (
          <GuardedButton small onClick={take} aria-disabled={saving.isPending || undefined}>
            New draft: use it
          </GuardedButton>
        )}
      </div>
      {saving.error && <p className={dialogs.error}>Not taken. {messageOf(saving.error)}</p>}
      {isShown && <Prose text={draft} />}
    </section>
  );
}
