/** Escalates to a person or the team, with a reason. Asks first about a fix without an outcome. */
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type RefObject, Suspense, useRef, useState } from "react";
import { fetchMembers } from "~/api/account";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { fetchFacts } from "~/api/sessions";
import type { AiSession, Fix } from "~/api/types";
import { useSubmitOnEnter } from "~/keyboard/enter";
import { count, ticketTag } from "~/lib/text";
import { useLogin } from "~/login/LoginProvider";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Choice, SelectField, TextAreaField } from "~/ui/Field";
import { lazyPart } from "~/ui/lazyPart";
import { addToDraft } from "../composer/drafts";
import type { FixMutations } from "../fix/useFixes";
import { DialogFoot } from "./DialogFoot";
import css from "./dialogs.module.css";
import { OutcomeQuestion } from "./OutcomeQuestion";
import { type ConfirmedClose, useConfirmedClose } from "./useConfirmedClose";
import { useEscalate } from "./useEscalate";
import { useOutcomeFirst } from "./useOutcomeFirst";

const SolvedHint = lazyPart(() => import("~/cases/SolvedHint"));
const PreviewPanel = lazyPart(() => import("~/writeUps/PreviewPanel"));

/** The API's limit. */
const MAX_REASON = 4_000;

interface EscalateDialogProps {
  aiSession: AiSession;
  fix: Fix | null;
  acts: FixMutations;
  onClose: () => void;
}

export default function EscalateDialog({ aiSession, fix, acts, onClose }: EscalateDialogProps) {
  const asking = useOutcomeFirst(fix, acts);
  const [why, setWhy] = useState("");
  const area = useRef<HTMLTextAreaElement>(null);
  const isTyped = asking.hasNotes || why.trim() !== "";
  const closing = useConfirmedClose(isTyped, onClose, asking.fix ? asking.field : area);
  return (
    <Dialog
      title="Escalate"
      initialFocus={asking.fix ? asking.first : area}
      onClose={closing.close}
    >
      {asking.fix ? (
        <OutcomeQuestion
          fix={asking.fix}
          asking={asking}
          lastAnswer="keep-waiting"
          closing={closing}
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
  closing: ConfirmedClose;
  onDone: () => void;
}

function EscalateForm({ aiSession, area, why, onWhy, closing, onDone }: EscalateFormProps) {
  const [targetUserId, setTargetUserId] = useState<string | null>(null);
  const [wasTried, setWasTried] = useState(false);
  const escalating = useEscalate(aiSession.id, () => {
    announce("Escalated. The team has been notified.");
    onDone();
  });
  const submitOnEnter = useSubmitOnEnter();
  const tryInstead = useTryInstead(aiSession.id, onDone);
  const reason = why.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setWasTried(true);
    const isFit = reason !== "" && reason.length <= MAX_REASON;
    if (!isFit) area.current?.focus();
    else if (!escalating.isPending) escalating.mutate({ reason, targetUserId });
  };
  return (
    <form className={css.form} onSubmit={submit} onKeyDown={submitOnEnter} noValidate>
      <SendTo chosen={targetUserId} onChoose={setTargetUserId} />
      <TextAreaField
        ref={area}
        autoFocus
        label="Why?"
        required
        dir="auto"
        maxLength={MAX_REASON}
        value={why}
        error={
          wasTried && reason === ""
            ? "Give a reason: the person who picks it up starts from it."
            : undefined
        }
        onChange={(event) => onWhy(event.target.value)}
      />
      <Suspense fallback={null}>
        <SolvedHint aiSession={aiSession} onTry={tryInstead} />
      </Suspense>
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

/** The fix goes into the draft of the next message, so that the copilot knows what is tried. */
function useTryInstead(sessionId: string, onDone: () => void) {
  const { user } = useLogin();
  return (fix: string) => {
    addToDraft(user.id, sessionId, `I am trying what solved this before: ${fix}`);
    onDone();
  };
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
  const { psa } = useLogin();
  const [isShown, setIsShown] = useState(false);
  const facts = useQuery({
    queryKey: keys.facts(aiSession.id),
    queryFn: () => fetchFacts(aiSession.id),
  });
  const parts = [
    count(aiSession.step_count, "step"),
    facts.data && count(facts.data.length, "fact"),
    aiSession.psa_ticket_id && `ticket ${ticketTag(aiSession.psa_ticket_id)}`,
  ];
  return (
    <>
      <p className={css.facts}>
        <span>They will see: {parts.filter(Boolean).join(", ")}</span>
        <Button look="ghost" small aria-expanded={isShown} onClick={() => setIsShown(!isShown)}>
          Preview
        </Button>
      </p>
      {psa && aiSession.psa_ticket_id && (
        <p className={css.facts}>
          Ticket {ticketTag(aiSession.psa_ticket_id)} gets an internal note. The client does not see
          it.
        </p>
      )}
      {isShown && (
        <div className={css.preview}>
          <Suspense fallback={null}>
            <PreviewPanel
              aiSession={aiSession}
              kind="escalation-package"
              label="Escalation package"
              reader="For your team. The reason is added when you send it."
            />
          </Suspense>
        </div>
      )}
    </>
  );
}
