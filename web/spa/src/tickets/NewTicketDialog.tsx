/** Creates a ticket in the PSA. The dialog waits for the result, so that the user sees the ticket's number. */
import { type FormEvent, useRef, useState } from "react";
import { createTicket } from "~/api/tickets";
import { ticketTag } from "~/lib/text";
import { DialogFoot } from "~/pilot/dialogs/DialogFoot";
import dialogs from "~/pilot/dialogs/dialogs.module.css";
import { useConfirmedClose } from "~/pilot/dialogs/useConfirmedClose";
import { Dialog } from "~/ui/Dialog";
import { showToast } from "~/ui/toasts";
import { RequestState } from "./RequestState";
import { EMPTY_TICKET, TicketFields } from "./TicketFields";
import { bodyOf, problemsOf } from "./ticketDraft";
import { useTicketRequest } from "./useTicketRequest";

interface NewTicketDialogProps {
  onClose: () => void;
  onCreated: (number: string) => void;
}

export default function NewTicketDialog({ onClose, onCreated }: NewTicketDialogProps) {
  const [draft, setDraft] = useState(EMPTY_TICKET);
  const [wasTried, setWasTried] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const hasText = draft.title.trim() !== "" || draft.description.trim() !== "";
  const closing = useConfirmedClose(hasText, onClose, first);
  const request = useTicketRequest((number) => {
    showToast(`Ticket ${ticketTag(number)} created`);
    onClose();
    onCreated(number);
  });
  const wrong = problemsOf(draft);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setWasTried(true);
    if (Object.keys(wrong).length > 0) focusWrong(event.currentTarget);
    else if (!request.isBusy) {
      const body = bodyOf(draft);
      request.send(body, (key) => createTicket(body, key));
    }
  };
  return (
    <Dialog title="New ticket" initialFocus={first} onClose={closing.close}>
      <form className={dialogs.form} noValidate onSubmit={submit}>
        <TicketFields
          draft={draft}
          onChange={(part) => setDraft((now) => ({ ...now, ...part }))}
          wrong={wasTried ? wrong : {}}
          first={first}
        />
        <RequestState problem={request.problem} isSlow={request.isSlow} />
        <DialogFoot
          closing={closing}
          verb="Create ticket"
          busy="Creating…"
          isBusy={request.isBusy}
        />
      </form>
    </Dialog>
  );
}

/** After the next render, when the wrong fields are marked. */
export function focusWrong(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
