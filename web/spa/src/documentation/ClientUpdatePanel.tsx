/** The text for the client. It names its reader, and posting it is an action of its own that nothing else triggers. */
import { TriangleAlert } from "lucide-react";
import type { FormEvent } from "react";
import { messageOf } from "~/api/errors";
import type { AiSession, ClientUpdate } from "~/api/types";
import { useKept } from "~/lib/kept";
import { userKey } from "~/lib/storage";
import { useLogin } from "~/login/LoginProvider";
import dialogs from "~/pilot/dialogs/dialogs.module.css";
import { DialogBody, DialogForm } from "~/ui/Dialog";
import { ErrorState } from "~/ui/ErrorState";
import { Skeleton } from "~/ui/Skeleton";
import { DraftedSections } from "~/writeUps/DraftedSections";
import { type Edits, hasEdits, sectionOf } from "~/writeUps/edits";
import type { OpenWriteUp } from "~/writeUps/useWriteUp";
import { WriteUpState } from "~/writeUps/WriteUpState";
import { ClientUpdateFoot } from "./ClientUpdateFoot";
import css from "./documentation.module.css";
import { sourceOf } from "./source";
import { useClientUpdate, useClientUpdateEdit } from "./useClientUpdate";
import { useSaveOnEnter } from "./useSaveOnEnter";
import { verbFor } from "./verbFor";

const MAX_UPDATE = 4_000;
const NO_EDITS: Edits<"content"> = {};

export function ClientUpdatePanel({ aiSession }: { aiSession: AiSession }) {
  const update = useClientUpdate(aiSession);
  const { data, loadError, reload } = update;
  if (loadError) {
    const what = "The client update could not be loaded.";
    return <ErrorState what={what} error={loadError} onRetry={reload} />;
  }
  if (!data) {
    return (
      <DialogBody label="Client update">
        <Skeleton heights={[44, 28, 160]} gap={12} label="Loading the client update" />
      </DialogBody>
    );
  }
  return <ClientUpdateForm aiSession={aiSession} update={update} text={data} />;
}

interface ClientUpdateFormProps {
  aiSession: AiSession;
  update: OpenWriteUp<ClientUpdate>;
  text: ClientUpdate;
}

function ClientUpdateForm({ aiSession, update, text }: ClientUpdateFormProps) {
  const { id } = aiSession;
  const { user } = useLogin();
  const [edits, setEdits] = useKept(userKey(user.id, "client-update", id), NO_EDITS);
  const saving = useClientUpdateEdit(id, () => setEdits(NO_EDITS));
  const saveOnEnter = useSaveOnEnter();
  const source = {
    drafted: { content: text.content ?? "" },
    beside: { content: text.draft ?? "" },
  };
  const shown = sectionOf("content", source, edits).text.trim();
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (shown && shown.length <= MAX_UPDATE && hasEdits(edits) && !saving.isPending) {
      saving.mutate({ content: shown });
    }
  };
  return (
    <DialogForm onSubmit={save} onKeyDown={saveOnEnter}>
      <DialogBody label="Client update">
        <Reader reader={text.reader} />
        <WriteUpState writeUp={update} said={sourceOf(text)} verb={verbFor(text)} />
        {text.can_edit ? (
          <DraftedSections
            sections={[SECTION]}
            source={source}
            edits={edits}
            onEdits={setEdits}
            maxLength={MAX_UPDATE}
          />
        ) : (
          <p className={css.asTyped}>{text.content}</p>
        )}
        {saving.error && (
          <p className={dialogs.error} role="alert">
            Not saved. Your text is kept. {messageOf(saving.error)}
          </p>
        )}
      </DialogBody>
      {text.can_edit && (
        <ClientUpdateFoot
          sessionId={id}
          text={text}
          hasChanges={hasEdits(edits)}
          isSaving={saving.isPending}
          onDiscard={() => setEdits(NO_EDITS)}
        />
      )}
    </DialogForm>
  );
}

const SECTION = {
  name: "content",
  label: "Text for the client",
  placeholder: "What happened, what was done, what they need to do. No internal notes.",
} as const;

function Reader({ reader }: { reader: string | null }) {
  return (
    <div className={css.guard}>
      <TriangleAlert size={16} strokeWidth={1.5} aria-hidden="true" />
      {reader ? (
        <p>
          <strong>{reader} will see this</strong> once you post it. Nothing is posted by itself.
        </p>
      ) : (
        <p>
          <strong>This session has no client.</strong> Add the client first: the text can be posted
          only to a named reader.
        </p>
      )}
    </div>
  );
}
