/** Saves the text, and as a second, different action posts it to the client. */
import { useState } from "react";
import { messageOf } from "~/api/errors";
import type { ClientUpdate } from "~/api/types";
import dialogs from "~/pilot/dialogs/dialogs.module.css";
import { Button } from "~/ui/Button";
import { DialogFooter } from "~/ui/Dialog";
import { Choice } from "~/ui/Field";
import { GuardedButton } from "~/ui/GuardedButton";

import { usePosting } from "./useClientUpdate";

interface ClientUpdateFootProps {
  sessionId: string;
  text: ClientUpdate;
  hasChanges: boolean;
  isSaving: boolean;
  onDiscard: () => void;
}

export function ClientUpdateFoot(props: ClientUpdateFootProps) {
  const { sessionId, text, hasChanges, isSaving, onDiscard } = props;
  if (hasChanges) {
    return (
      <DialogFooter>
        <span>Unsaved changes</span>
        <Button look="ghost" onClick={onDiscard}>
          Discard changes
        </Button>
        <GuardedButton type="submit" look="primary" aria-disabled={isSaving || undefined}>
          {isSaving ? "Saving…" : "Save"}
        </GuardedButton>
      </DialogFooter>
    );
  }
  // Another text or another reader has to be read again.
  const key = `${text.reader} ${text.content}`;
  return text.content && text.reader ? (
    <Posting key={key} sessionId={sessionId} reader={text.reader} />
  ) : null;
}

function Posting({ sessionId, reader }: { sessionId: string; reader: string }) {
  const [isRead, setIsRead] = useState(false);
  const posting = usePosting(sessionId);
  const post = () => {
    if (!posting.isPending) posting.mutate(reader);
  };
  return (
    <DialogFooter>
      <div role="status">
        {posting.data ? (
          <p>{RESULTS[posting.data]}</p>
        ) : (
          <Choice
            type="checkbox"
            label={`I have read it as ${reader} would`}
            checked={isRead}
            onChange={() => setIsRead(!isRead)}
          />
        )}
        {posting.error && <p className={dialogs.error}>Not posted. {messageOf(posting.error)}</p>}
      </div>
      {!posting.data && (
        <GuardedButton onClick={post} aria-disabled={!isRead || posting.isPending || undefined}>
          {posting.isPending ? "Posting…" : `Post to ${reader}`}
        </GuardedButton>
      )}
    </DialogFooter>
  );
}

const RESULTS = {
  no_psa: "Not posted: no PSA is connected. The text is kept here; copy it to send it yourself.",
  queued: "Queued for the ticket.",
  sent: "On the ticket.",
};
