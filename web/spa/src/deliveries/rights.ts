/** Who may see how people were told of a handoff, and who may try again. The API decides the same. */
import { isAdmin } from "~/account/roles";
import type { Handoff, User } from "~/api/types";

export function mayKnow(user: User, handoff: Pick<Handoff, "created_by" | "claimed_by">): boolean {
  return mayRetry(user, handoff) || handoff.claimed_by?.id === user.id;
}

export function mayRetry(user: User, { created_by }: Pick<Handoff, "created_by">): boolean {
  return isAdmin(user) || created_by.id === user.id;
}
