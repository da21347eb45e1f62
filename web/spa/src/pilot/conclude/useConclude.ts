/** Resolves the session with what the dialog shows: what is on the screen is what is recorded. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { keys } from "~/api/keys";
import { type Conclusion as Body, reopen, resolve } from "~/api/sessions";
import type { AiSession, CaseText, Documentation, SectionName } from "~/api/types";
import { offerUndo } from "~/keyboard/undo";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { refetchWholeSession } from "~/live/sessionReader";
import { type Source, sectionOf } from "~/writeUps/edits";
import { CONCLUDED_SECTIONS } from "~/writeUps/sections";
import { offerTemplate } from "../templatize/offer";
import { useSessionAction } from "../useSessionAction";
import { caseBody } from "./caseFields";
import { minutesOf } from "./timeSpent";
import type { Entered } from "./useConclusion";

export interface ConcludeInput {
  entered: Entered;
  note: Source<SectionName>;
  /** The time spent unless the user enters another one, in minutes. */
  proposed: number | null;
  /** Where it can be posted: null without a ticket or a ticket system. */
  posting: Posting | null;
  /** The draft of the case, if it has arrived. */
  draftedCase?: CaseText | null;
}

export interface Posting {
  client: string | null;
  /** When the ticket had changed last, as the user saw it. */
  seenAt: string | null;
  /** The status that the account prefers for concluded work; empty if there is none. */
  usualStatusId: string;
}

/** Until a draft arrives, the problem is at least the session's own. */
export function noteOf(
  documentation: Documentation | undefined,
  { problem_summary }: AiSession,
): Source<SectionName> {
  if (!documentation) return { drafted: { problem: problem_summary } };
  const { sections, draft_sections: beside } = documentation;
  const problem = sections.problem || problem_summary;
  return { drafted: { ...sections, problem }, beside };
}

/** What the client would see now. Another text, or another client, has to be read again. */
export function shownToClient({ entered, note, posting }: ConcludeInput): string {
  const texts = CONCLUDED_SECTIONS.map(({ name }) => sectionOf(name, note, entered.sections).text);
  return JSON.stringify([posting?.client, ...texts]);
}

export function isRead(input: ConcludeInput): boolean {
  return input.entered.readText === shownToClient(input);
}

export function bodyOf({ entered, note, proposed, posting, draftedCase }: ConcludeInput): Body {
  const shown = CONCLUDED_SECTIONS.map(({ name }) => ({
    name,
    ...sectionOf(name, note, entered.sections),
  }));
  // A section that is empty only because no draft has arrived is left to the server.
  const said = shown.filter(({ text, isEdited }) => isEdited || text.trim() !== "");
  const sections = Object.fromEntries(said.map(({ name, text }) => [name, text.trim()]));
  const minutes = entered.minutes === null ? proposed : minutesOf(entered.minutes);
  return {
    documentation: { sections },
    ...(minutes !== null && { time_spent_minutes: minutes }),
    ...(entered.verifiedBy && { verified_by: entered.verifiedBy }),
    ...(entered.verifiedBy === "watched" && {
      watch_until: new Date(entered.watchUntil).toISOString(),
    }),
    ...caseBody(entered.case, draftedCase),
    ...ticketPart(entered, posting),
  };
}

/** Nothing goes to a ticket unless the dialog showed where it goes. */
function ticketPart(entered: Entered, posting: Posting | null): Partial<Body> {
  if (!posting || entered.audience === "nobody") return { push_to_psa: false };
  const statusId = entered.statusId ?? posting.usualStatusId;
  return {
    push_to_psa: true,
    note_public: entered.audience === "public",
    // As the dialog named it: if the session has another client by now, nothing is posted.
    ...(entered.audience === "public" && { note_reader: posting.client }),
    ...(statusId && { psa_status_id: statusId }),
    ...(posting.seenAt && { psa_ticket_seen_at: posting.seenAt }),
  };
}

export function useConclude(sessionId: string, onDone: () => void) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const reopening = useSessionAction(sessionId, (key) => reopen(sessionId, key));
  return useMutation({
    mutationFn: (input: ConcludeInput) => {
      const body = bodyOf(input);
      return sendOnce(body, (key) => resolve(sessionId, body, key));
    },
    onSuccess: (aiSession) => {
      queries.setQueryData(keys.session(sessionId), aiSession);
      offerUndo("Session resolved", { itemKey: sessionId, label: "Reopen", undo: reopening.run });
      onDone();
      void offerTemplate(sessionId);
    },
    onSettled: () => {
      refetchWholeSession(queries, sessionId);
      void queries.invalidateQueries({ queryKey: keys.documentation(sessionId) });
      void queries.invalidateQueries({ queryKey: keys.sessions });
    },
  });
}
