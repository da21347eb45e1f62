/** Conclude: the session is resolved, with a closing text if one is given. A fix without a final word is asked about first. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type RefObject, useRef, useState } from "react";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { resolve } from "~/api/sessions";
import type { AiSession, Fix } from "~/api/types";
import { useActKey } from "~/lib/useActKey";
import { announce } from "~/ui/announcer";
import { Dialog } from "~/ui/Dialog";
import { TextAreaField } from "~/ui/Field";
import { needsOutcome } from "../fix/fixMode";
import type { FixActs } from "../fix/useFixes";
import { DialogFoot, submitOnEnter } from "./DialogFoot";
import css from "./dialogs.module.css";
import { OutcomeQuestion } from "./OutcomeQuestion";
import { type CarefulClose, useCarefulClose } from "./useCarefulClose";

/** What the API takes. */
const MOST_RESOLUTION = 8_000;

interface ConcludeDialogProps {
  aiSession: AiSession;
  fix: Fix | null;
  acts: FixActs;
  /** True when opening this recorded success on a fix that waited for verification. */
  recordedSuccess: boolean;
  onClose: () => void;
}

export default function ConcludeDialog(props: ConcludeDialogProps) {
  const { aiSession, fix, acts, recordedSuccess, onClose } = props;
  const [isAsked, setIsAsked] = useState(needsOutcome(fix));
  const [text, setText] = useState("");
  const closing = useCarefulClose(text.trim() !== "", onClose);
  const area = useRef<HTMLTextAreaElement>(null);
  const first = useRef<HTMLInputElement>(null);
  return (
    <Dialog title="Conclude" initialFocus={isAsked ? first : area} onClose={closing.close}>
      {recordedSuccess && <p className={css.said}>Recorded: the fix worked.</p>}
      {isAsked && fix ? (
        <OutcomeQuestion
          first={first}
          fix={fix}
          lastAnswer="leave"
          refusal={acts.refusal}
          onCancel={onClose}
          onAnswer={async (report) => {
            if (!report || (await acts.report(fix, report))) setIsAsked(false);
          }}
        />
      ) : (
        <ConcludeForm
          aiSession={aiSession}
          area={area}
          text={text}
          onText={setText}
          closing={closing}
          onDone={onClose}
        />
      )}
    </Dialog>
  );
}

interface ConcludeFormProps {
  aiSession: AiSession;
  area: RefObject<HTMLTextAreaElement | null>;
  text: string;
  onText: (text: string) => void;
  closing: CarefulClose;
  onDone: () => void;
}

function ConcludeForm({ aiSession, area, text, onText, closing, onDone }: ConcludeFormProps) {
  const resolving = useResolve(aiSession.id, onDone);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim().length <= MOST_RESOLUTION && !resolving.isPending)
      resolving.mutate(text.trim());
  };
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <TextAreaField
        ref={area}
        autoFocus
        label="Resolution (optional)"
        maxLength={MOST_RESOLUTION}
        hint="What fixed it, for whoever meets this next."
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={submitOnEnter}
      />
      {resolving.error && (
        <p className={css.error}>Not concluded. Your text is kept. {messageOf(resolving.error)}</p>
      )}
      <DialogFoot
        closing={closing}
        verb="Conclude"
        busy="Concluding…"
        isBusy={resolving.isPending}
      />
    </form>
  );
}

function useResolve(sessionId: string, onDone: () => void) {
  const queries = useQueryClient();
  const act = useActKey();
  return useMutation({
    mutationFn: (text: string) => act(text, (key) => resolve(sessionId, text, key)),
    onSuccess: (aiSession) => {
      queries.setQueryData(keys.session(sessionId), aiSession);
      announce("Session resolved.");
      onDone();
    },
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: keys.session(sessionId) });
      void queries.invalidateQueries({ queryKey: keys.sessions });
    },
  });
}
