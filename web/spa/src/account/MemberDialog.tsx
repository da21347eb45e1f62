/** Asks before a member's role or state changes. Names the person, says what will happen, and asks where their work goes. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { changeMember, removeMember } from "~/api/account";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import type { User } from "~/api/types";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { Choice, SelectField } from "~/ui/Field";
import { GuardedButton } from "~/ui/GuardedButton";
import css from "./account.module.css";
import { consequenceOf, doneText, endsWork, type Intent, titleOf, verbOf } from "./memberIntents";
import memberCss from "./members.module.css";
import { canWork } from "./roles";

const QUEUE = "queue";

interface MemberDialogProps {
  intent: Intent;
  members: readonly User[];
  onClose: () => void;
}

export default function MemberDialog({ intent, members, onClose }: MemberDialogProps) {
  const [work, setWork] = useState(QUEUE);
  const cancel = useRef<HTMLButtonElement>(null);
  const changing = useMemberChange(intent, work, onClose);
  const { verb, busy } = verbOf(intent);
  const isHarmless = intent.kind === "activate" || intent.kind === "role";
  return (
    <Dialog title={titleOf(intent)} initialFocus={cancel} onClose={onClose}>
      <p>{consequenceOf(intent)}</p>
      {endsWork(intent) && (
        <WorkChoice leaver={intent.member} members={members} work={work} onWork={setWork} />
      )}
      {changing.error && <p className={css.error}>Nothing changed. {messageOf(changing.error)}</p>}
      <div className={css.foot}>
        <Button ref={cancel} look="ghost" onClick={onClose}>
          Cancel
        </Button>
        <GuardedButton
          look={isHarmless ? "primary" : "danger"}
          aria-disabled={changing.isPending || undefined}
          onClick={() => changing.mutate()}
        >
          {changing.isPending ? busy : verb}
        </GuardedButton>
      </div>
    </Dialog>
  );
}

function useMemberChange(intent: Intent, work: string, onDone: () => void) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: async () => {
      const { id } = intent.member;
      if (intent.kind === "remove") return removeMember(id, work);
      const change =
        intent.kind === "role" ? { role: intent.role } : { is_active: intent.kind === "activate" };
      await sendOnce({ id, ...change, work }, (key) => changeMember(id, { ...change, work }, key));
    },
    onSuccess: () => {
      announce(doneText(intent));
      void queries.invalidateQueries({ queryKey: keys.members });
      void queries.invalidateQueries({ queryKey: keys.invitations });
      onDone();
    },
  });
}

interface WorkChoiceProps {
  leaver: User;
  members: readonly User[];
  work: string;
  onWork: (work: string) => void;
}

function WorkChoice({ leaver, members, work, onWork }: WorkChoiceProps) {
  const others = members.filter((each) => each.id !== leaver.id && canWork(each));
  const [first] = others;
  return (
    <fieldset className={memberCss.choices}>
      <legend>Where do the open sessions of {leaver.name} go?</legend>
      <Choice
        type="radio"
        name="work"
        label={`Into the escalation queue, in the name of ${leaver.name}`}
        checked={work === QUEUE}
        onChange={() => onWork(QUEUE)}
      />
      <Choice
        type="radio"
        name="work"
        label="To one person"
        checked={work !== QUEUE}
        disabled={!first}
        onChange={() => first && onWork(first.id)}
      />
      {work !== QUEUE && (
        <SelectField label="Person" value={work} onChange={(event) => onWork(event.target.value)}>
          {others.map((each) => (
            <option key={each.id} value={each.id}>
              {each.name}
            </option>
          ))}
        </SelectField>
      )}
    </fieldset>
  );
}
