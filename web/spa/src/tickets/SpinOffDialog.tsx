/** Turns a second problem, found along the way, into its own ticket: pick the messages that are about it, then check the ticket. */
import { type FormEvent, useRef, useState } from "react";
import { spinOffTicket } from "~/api/tickets";
import type { AiSession, Step } from "~/api/types";
import { headline, plainText, ticketTag } from "~/lib/text";
import { DialogFoot } from "~/pilot/dialogs/DialogFoot";
import dialogs from "~/pilot/dialogs/dialogs.module.css";
import { useConfirmedClose } from "~/pilot/dialogs/useConfirmedClose";
import { useBeginning } from "~/pilot/spinOff";
import { useSteps } from "~/pilot/steps";
import { useLookup } from "~/psa/useLookup";
import type { Option } from "~/ui/Combobox";
import { Dialog } from "~/ui/Dialog";
import { Choice } from "~/ui/Field";
import { ScrollBox } from "~/ui/ScrollBox";
import { showToast } from "~/ui/toasts";
import { focusWrong } from "./NewTicketDialog";
import { RequestState } from "./RequestState";
import { EMPTY_TICKET, LONGEST_TITLE, type TicketDraft, TicketFields } from "./TicketFields";
import { bodyOf, problemsOf } from "./ticketDraft";
import css from "./tickets.module.css";
import { useTicketRequest } from "./useTicketRequest";

interface SpinOffDialogProps {
  aiSession: AiSession;
  onClose: () => void;
}

/** A long session's earlier messages are rarely about a problem that just came up. */
const MOST_STEPS = 50;

export default function SpinOffDialog({ aiSession, onClose }: SpinOffDialogProps) {
  const spinOff = useSpinOff(aiSession);
  const [wasTried, setWasTried] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const closing = useConfirmedClose(spinOff.isOwn, onClose, first);
  const request = useTicketRequest((number) => {
    showToast(`Ticket ${ticketTag(number)} created for the second problem`);
    onClose();
  });
  const wrong = problemsOf(spinOff.draft);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setWasTried(true);
    if (Object.keys(wrong).length > 0) focusWrong(event.currentTarget);
    else if (!request.isBusy) {
      const body = { ...bodyOf(spinOff.draft), step_ids: [...spinOff.picked] };
      request.send(body, (key) => spinOffTicket(aiSession.id, body, key));
    }
  };
  return (
    <Dialog title="Spin off a ticket" about={headline(aiSession)} onClose={closing.close}>
      <form className={dialogs.form} noValidate onSubmit={submit}>
        <Messages spinOff={spinOff} />
        <TicketFields
          draft={spinOff.draft}
          onChange={spinOff.write}
          wrong={wasTried ? wrong : {}}
          first={first}
        />
        <p className={dialogs.facts}>
          The messages go into an internal note on the new ticket.
          {aiSession.psa_ticket_id &&
            ` It and ${ticketTag(aiSession.psa_ticket_id)} get a link to each other.`}
        </p>
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

function Messages({ spinOff }: { spinOff: SpinOff }) {
  return (
    <fieldset className={css.picks}>
      <legend className={dialogs.legend}>Messages about the second problem</legend>
      <ScrollBox label="Messages" className={css.pickList}>
        {spinOff.steps.map((step) => (
          <Choice
            key={step.id}
            type="checkbox"
            label={lineOf(step)}
            checked={spinOff.picked.has(step.id)}
            onChange={({ target }) => spinOff.pick(step.id, target.checked)}
          />
        ))}
      </ScrollBox>
    </fieldset>
  );
}

type SpinOff = ReturnType<typeof useSpinOff>;

/** Until the user writes something else, the ticket's summary follows what is picked. */
function useSpinOff({ id, client_name }: AiSession) {
  const steps = (useSteps(id).data ?? []).filter(isMessage).slice(-MOST_STEPS);
  const begunAt = useBeginning();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set(begunAt ? [begunAt] : []));
  const [written, setWritten] = useState<Partial<TicketDraft>>({});
  const chosen = steps.filter((one) => picked.has(one.id));
  const company = useCompany(client_name);
  const proposed = { title: summaryOf(chosen), company };
  return {
    steps,
    picked,
    draft: { ...EMPTY_TICKET, ...proposed, ...written },
    isOwn: [written.title, written.description].some((text) => text?.trim()),
    pick: (stepId: string, isOn: boolean) =>
      setPicked(
        (now) => new Set([...now].filter((one) => one !== stepId).concat(isOn ? stepId : [])),
      ),
    write: (part: Partial<TicketDraft>) => setWritten((now) => ({ ...now, ...part })),
  };
}

/** The session's client, if the ticket system knows it by this name. */
function useCompany(name: string | null): Option | null {
  const { items } = useLookup("companies", { words: name ?? "", enabled: name !== null });
  return items.find((one) => one.name.toLowerCase() === name?.toLowerCase()) ?? null;
}

function isMessage({ kind, content }: Step): boolean {
  return (
    (kind === "user_message" || kind === "assistant_message" || kind === "note") && content !== ""
  );
}

const LINE = 140;

function lineOf({ content }: Step): string {
  const text = plainText(content);
  return text.length > LINE ? `${text.slice(0, LINE - 1)}…` : text;
}

/** The client may see it, so only what a person said is proposed: nothing of the copilot, and no internal note. */
function summaryOf(chosen: Step[]): string {
  const said = chosen.find(({ kind }) => kind === "user_message");
  const text = plainText(said?.content ?? "");
  return text.length > LONGEST_TITLE ? `${text.slice(0, LONGEST_TITLE - 1)}…` : text;
}
