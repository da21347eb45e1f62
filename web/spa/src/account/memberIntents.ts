/** A change to a member that the user has chosen but not yet confirmed. */
import type { Role, User } from "~/api/types";
import { canWork } from "./roles";

export type Intent =
  | { kind: "role"; member: User; role: Role }
  | { kind: "deactivate"; member: User }
  | { kind: "activate"; member: User }
  | { kind: "remove"; member: User };

/** Whether the member can no longer work afterwards, so that their open sessions need a new owner. */
export function endsWork(intent: Intent): boolean {
  if (!canWork(intent.member)) return intent.kind === "remove";
  return intent.kind === "role" ? intent.role === "viewer" : intent.kind !== "activate";
}

export function titleOf(intent: Intent): string {
  const { name } = intent.member;
  if (intent.kind === "role") return `Make ${name} ${withArticle(intent.role)}?`;
  if (intent.kind === "remove") return `Remove ${name}?`;
  return intent.kind === "deactivate" ? `Deactivate ${name}?` : `Activate ${name}?`;
}

export function consequenceOf({ kind, ...intent }: Intent): string {
  const { name, email } = intent.member;
  if (kind === "remove") {
    return `${name} (${email}) is signed out everywhere at once and leaves the account. What they did keeps their name.`;
  }
  if (kind === "deactivate") {
    return `${name} (${email}) is signed out everywhere at once and cannot sign in until somebody activates them.`;
  }
  if (kind === "activate") return `${name} (${email}) may sign in again with their password.`;
  return `The new role of ${name} (${email}) takes effect with their next click.`;
}

/** The button's label, before and during the change. */
export function verbOf(intent: Intent): { verb: string; busy: string } {
  if (intent.kind === "role") return { verb: "Change role", busy: "Changing…" };
  if (intent.kind === "remove") return { verb: `Remove ${intent.member.name}`, busy: "Removing…" };
  if (intent.kind === "activate") return { verb: "Activate", busy: "Activating…" };
  return { verb: `Deactivate ${intent.member.name}`, busy: "Deactivating…" };
}

export function doneText(intent: Intent): string {
  const { name } = intent.member;
  if (intent.kind === "role") return `${name} is now ${withArticle(intent.role)}.`;
  if (intent.kind === "remove") return `${name} was removed.`;
  return intent.kind === "activate" ? `${name} is active again.` : `${name} is deactivated.`;
}

function withArticle(role: Role): string {
  return role === "viewer" ? "a viewer" : `an ${role}`;
}
