/** What the user entered in the Conclude dialog. It outlives a reload and ends when the session is concluded or the text discarded. */
import type { AiSession, SectionName, VerifiedBy } from "~/api/types";
import { useKept } from "~/lib/kept";
import { userKey } from "~/lib/storage";
import { useLogin } from "~/login/LoginProvider";
import { type Edits, hasEdits } from "~/writeUps/edits";
import type { EnteredCase } from "./caseFields";

export interface Entered {
  sections: Edits<SectionName>;
  /** As typed; null until the user changes the proposal. */
  minutes: string | null;
  verifiedBy: VerifiedBy | null;
  /** As a `datetime-local` field has it, in the user's time zone. */
  watchUntil: string;
  audience: Audience;
  /** "I have read it as the client would": the text and the client that this was said of. */
  readText: string | null;
  /** The ticket's next status; empty leaves it, and null takes the account's choice. */
  statusId: string | null;
  case: EnteredCase;
}

/** Who sees what is posted to the ticket. */
export type Audience = "internal" | "public" | "nobody";

const NOTHING: Entered = {
  sections: {},
  minutes: null,
  verifiedBy: null,
  watchUntil: "",
  audience: "internal",
  readText: null,
  statusId: null,
  case: { isWithheld: false, fields: {} },
};

export interface Conclusion {
  entered: Entered;
  enter: (change: Partial<Entered>) => void;
  editSections: (change: (now: Edits<SectionName>) => Edits<SectionName>) => void;
  /** Closing would lose typed text. */
  hasText: boolean;
  forget: () => void;
}

export function useConclusion({ id }: AiSession): Conclusion {
  const { user } = useLogin();
  const [kept, setEntered] = useKept(userKey(user.id, "conclude", id), NOTHING);
  return {
    // What an earlier release kept lacks the newer fields.
    entered: { ...NOTHING, ...kept },
    enter: (change) => setEntered((now) => ({ ...now, ...change })),
    editSections: (change) => setEntered((now) => ({ ...now, sections: change(now.sections) })),
    hasText: hasEdits(kept.sections) || hasEdits(kept.case?.fields ?? {}) || kept.minutes !== null,
    forget: () => setEntered(NOTHING),
  };
}
