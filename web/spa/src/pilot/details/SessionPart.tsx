/** A session's client or ticket, in the header and in the details: shown, set and edited in place. */
import { X } from "lucide-react";
import type { AiSession } from "~/api/types";
import { useScreenActions } from "~/keyboard/actions";
import { ticketTag } from "~/lib/text";
import { Button, IconButton } from "~/ui/Button";
import { showToast } from "~/ui/toasts";
import { actionOf } from "../useChatActions";
import { InlineEdit } from "./InlineEdit";
import css from "./part.module.css";
import { useEditing } from "./useEditing";
import { useSessionEdit } from "./useSessionEdit";

export type Part = "client_name" | "psa_ticket_id";

const PARTS = {
  client_name: { name: "client", add: "Add client", take: "Client", maxLength: 200, shown: String },
  psa_ticket_id: {
    name: "ticket",
    add: "Link a ticket",
    take: "Link",
    maxLength: 64,
    shown: ticketTag,
  },
} as const;

interface SessionPartProps {
  aiSession: AiSession;
  part: Part;
  /** Where it is shown. Only one place shows the edit; the other keeps showing the value. */
  location: "header" | "details";
}

export function SessionPart({ aiSession, part, location }: SessionPartProps) {
  const { name, add, take, maxLength, shown } = PARTS[part];
  const [isEditing, setIsEditing] = usePartEditing(part, `${location} ${name}`);
  const save = useSessionEdit(aiSession);
  const value = aiSession[part];
  const offered = aiSession.offers[part];
  const mayEdit = aiSession.can_write;
  const answer = async (text: string) => {
    const why = await save(part, text);
    if (why) showToast(`Not saved. ${why}`, { tone: "error" });
  };
  if (!value && !isEditing && offered && mayEdit) {
    return (
      <Offer
        question={`${take} ${shown(offered)}?`}
        name={name}
        onTake={() => void answer(offered)}
        onDecline={() => void answer("")}
      />
    );
  }
  if (!value && !isEditing) {
    return mayEdit ? (
      <Button look="ghost" small className={css.add} onClick={() => setIsEditing(true)}>
        {add}
      </Button>
    ) : location === "details" ? (
      <span className={css.none}>None</span>
    ) : null;
  }
  return (
    <InlineEdit
      name={name}
      value={value ?? ""}
      maxLength={maxLength}
      mayBeEmpty
      isClose={location === "header"}
      mayEdit={mayEdit}
      isEditing={isEditing}
      onEdit={setIsEditing}
      onSave={(text) => save(part, text)}
    >
      <bdi className={css.part}>{shown(value ?? "")}</bdi>
    </InlineEdit>
  );
}

/** With a ticket system, the ticket is chosen among its tickets, in a dialog. */
function usePartEditing(part: Part, what: string): ReturnType<typeof useEditing> {
  const [isEditing, setIsEditing] = useEditing(what);
  const actions = useScreenActions();
  const choosing = part === "psa_ticket_id" ? actionOf(actions, "ticket") : undefined;
  if (!choosing) return [isEditing, setIsEditing];
  return [false, (begins) => (begins ? choosing.run() : setIsEditing(false))];
}

interface OfferProps {
  question: string;
  name: string;
  onTake: () => void;
  onDecline: () => void;
}

/** A client or ticket from the first message is offered, never linked automatically. */
function Offer({ question, name, onTake, onDecline }: OfferProps) {
  return (
    <span className={css.offer}>
      <Button look="ghost" small className={css.take} onClick={onTake}>
        {question}
      </Button>
      <IconButton small className={css.decline} label={`Not this ${name}`} onClick={onDecline}>
        <X size={12} strokeWidth={1.5} />
      </IconButton>
    </span>
  );
}
