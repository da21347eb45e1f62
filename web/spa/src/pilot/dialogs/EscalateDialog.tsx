/** Escalate: to whom, and why. A fix without a final word is asked about first. */
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type RefObject, useRef, useState } from "react";
import { fetchMembers } from "~/api/account";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { fetchFacts } from "~/api/sessions";
import type { AiSession, Fix } from "~/api/types";
import { count } from "~/lib/words";
import { useLogin } from "~/login/LoginProvider";
import { announce } from "~/ui/announcer";
import { Dialog } from "~/ui/Dialog";
import { Choice, SelectField, TextAreaField } from "~/ui/Field";
import { needsOutcome } from "../fix/fixMode";
import type { FixActs } from "../fix/useFixes";
import { DialogFoot, submitOnEnter } from "./DialogFoot";
import css from "./dialogs.module.css";
import { OutcomeQuestion } from "./OutcomeQuestion";
import { type CarefulClose, useCarefulClose } from "./useCarefulClose";
import { useEscalate } from "./useEscalate";

/** What the API takes. */
const MOST_REASON = 4_000;

interface EscalateDialogProps {
  aiSession: AiSession;
  fix: Fix | null;
  acts: FixActs;
  onClose: () => void;
}

export default function EscalateDialog({ aiSession, fix, acts, onClose }: EscalateDialogProps) {
  const [isAsked, setIsAsked] = useState(needsOutcome(fix));
  const [why, setWhy] = useState("");
  const closing = useCarefulClose(why.trim() !== "", onClose);
  const area = useRef<HTMLTextAreaElement>(null);
  const first = useRef<HTMLInputElement>(null);
  return (
    <Dialog title="Escalate" initialFocus={isAsked ? first : area} onClose={closing.close}>
      {isAsked && fix ? (
        <OutcomeQuestion
          first={first}
          fix={fix}
          lastAnswer="keep-waiting"
          refusal={acts.refusal}
          onCancel={onClose}
          onAnswer={async (report) => {
            if (!report || (await acts.report(fix, report))) setIsAsked(false);
          }}
        />
      ) : (
        <EscalateForm
          aiSession={aiSession}
          area={area}
          why={why}
          onWhy={setWhy}
          closing={closing}
          onDone={onClose}
        />
      )}
    </Dialog>
  );
}

interface EscalateFormProps {
  aiSession: AiSession;
  area: RefObject<HTMLTextAreaElement | null>;
  why: string;
  onWhy: (why: string) => void;
  closing: CarefulClose;
  onDone: () => void;
}

function EscalateForm({ aiSession, area, why, onWhy, closing, onDone }: EscalateFormProps) {
  const [targetUserId, setTargetUserId] = useState<string | null>(null);
  const [wasTried, setWasTried] = useState(false);
  const escalating = useEscalate(aiSession.id, () => {
    announce("Escalated. The team is told.");
    onDone();
  });
  const reason = why.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setWasTried(true);
    const isFit = reason !== "" && reason.length <= MOST_REASON;
    if (isFit && !escalating.isPending) escalating.mutate({ reason, targetUserId });
  };
  return (
    <form className={css.form} onSubmit={submit} noValidate>
      <SendTo chosen={targetUserId} onChoose={setTargetUserId} />
      <TextAreaField
        ref={area}
        autoFocus
        label="Why?"
        required
        maxLength={MOST_REASON}
        value={why}
        error={
          wasTried && reason === "" ? "Say why: whoever picks it up starts from this." : undefined
        }
        onChange={(event) => onWhy(event.target.value)}
        onKeyDown={submitOnEnter}
      />
      <TheyWillSee aiSession={aiSession} />
      {escalating.error && (
        <p className={css.error}>Not escalated. Your text is kept. {messageOf(escalating.error)}</p>
      )}
      <DialogFoot
        closing={closing}
        verb="Escalate"
        busy="Escalating…"
        isBusy={escalating.isPending}
      />
    </form>
  );
}

interface SendToProps {
  chosen: string | null;
  onChoose: (userId: string | null) => void;
}

function SendTo({ chosen, onChoose }: SendToProps) {
  const { user } = useLogin();
  const members = useQuery({ queryKey: keys.members, queryFn: fetchMembers });
  const targets = (members.data ?? []).filter(
    (member) => member.is_active && member.role !== "viewer" && member.id !== user.id,
  );
  const [first] = targets;
  return (
    <fieldset className={css.choices}>
      <legend className={css.legend}>Send to</legend>
      <Choice
        type="radio"
        name="target"
        label="Anyone on the team"
        checked={chosen === null}
        onChange={() => onChoose(null)}
      />
      <Choice
        type="radio"
        name="target"
        label="One person"
        checked={chosen !== null}
        disabled={!first}
        onChange={() => first && onChoose(first.id)}
      />
      {chosen !== null && (
        <SelectField
          label="Person"
          value={chosen}
          onChange={(event) => onChoose(event.target.value)}
        >
          {targets.map((member) => (
            <option key={member.id} value={member.id}>
              {member.name}
            </option>
          ))}
        </SelectField>
      )}
    </fieldset>
  );
}

function TheyWillSee({ aiSession }: { aiSession: AiSession }) {
  const facts = useQuery({
    queryKey: keys.facts(aiSession.id),
    queryFn: () => fetchFacts(aiSession.id),
  });
  const parts = [
    count(aiSession.step_count, "step"),
    facts.data && count(facts.data.length, "fact"),
    aiSession.psa_ticket_id && `ticket #${aiSession.psa_ticket_id}`,
  ];
  return <p className={css.facts}>They will see: {parts.filter(Boolean).join(", ")}</p>;
}
