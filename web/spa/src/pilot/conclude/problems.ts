/** What the Conclude dialog still needs from the user. */
import { serverNow } from "~/lib/serverTime";
import { sectionOf } from "~/writeUps/edits";
import { CONCLUDED_SECTIONS, MAX_SECTION } from "~/writeUps/sections";
import { minutesOf } from "./timeSpent";
import { type ConcludeInput, isRead } from "./useConclude";
import type { Entered } from "./useConclusion";

export interface Problems {
  /** About the question how the engineer knows. */
  verification: string | null;
  minutes: string | null;
  /** About the public reply. */
  audience: string | null;
  /** The name of the first field that needs the user; null if nothing does. */
  first: "section" | "verifiedBy" | "watchUntil" | "minutes" | "isRead" | null;
}

export function problemsOf(input: ConcludeInput): Problems {
  const { entered } = input;
  const verification = verificationProblem(entered);
  const minutes = minutesProblem(entered);
  const audience = audienceProblem(input);
  return {
    verification,
    minutes,
    audience,
    first: firstOf(input, verification, minutes) ?? (audience ? "isRead" : null),
  };
}

function firstOf(
  input: ConcludeInput,
  verification: string | null,
  minutes: string | null,
): Problems["first"] {
  if (hasLongSection(input)) return "section";
  if (verification) return input.entered.verifiedBy === "watched" ? "watchUntil" : "verifiedBy";
  return minutes ? "minutes" : null;
}

function hasLongSection({ note, entered }: ConcludeInput): boolean {
  return CONCLUDED_SECTIONS.some(
    ({ name }) => sectionOf(name, note, entered.sections).text.length > MAX_SECTION,
  );
}

function verificationProblem({ verifiedBy, watchUntil }: Entered): string | null {
  if (verifiedBy === null) return "Choose how you know it.";
  if (verifiedBy !== "watched") return null;
  if (watchUntil === "") return "Enter until when.";
  return Date.parse(watchUntil) > serverNow() ? null : "Enter a time in the future.";
}

function audienceProblem(input: ConcludeInput): string | null {
  const { entered, posting } = input;
  if (!posting || entered.audience !== "public") return null;
  if (!posting.client) return "Add the client first.";
  return isRead(input) ? null : "Tick it once you have read the text.";
}

/** An empty field means that no time is recorded. */
function minutesProblem({ minutes }: Entered): string | null {
  if (minutes === null || minutes.trim() === "" || minutesOf(minutes) !== null) return null;
  return "Whole minutes, at most a week.";
}
