/** Which user may give which role. */
import type { Role, User } from "~/api/types";

const ALL: readonly Role[] = ["owner", "admin", "engineer", "viewer"];

export function isAdmin(user: User): boolean {
  return user.role === "owner" || user.role === "admin";
}

/** An active member with a role that works on sessions. */
export function canWork(user: User): boolean {
  return user.is_active && user.role !== "viewer";
}

/** Only a role owner may give or remove the role owner. */
export function rolesToGive(giver: User): Role[] {
  return ALL.filter((role) => role !== "owner" || giver.role === "owner");
}

export function isLastOwner(member: User, members: readonly User[]): boolean {
  const owners = members.filter((each) => each.role === "owner" && each.is_active);
  return member.role === "owner" && owners.length === 1 && owners[0]?.id === member.id;
}

/** Whether `admin` may change the role or state of `member`. */
export function mayChange(admin: User, member: User, members: readonly User[]): boolean {
  if (!isAdmin(admin) || isLastOwner(member, members)) return false;
  return member.role !== "owner" || admin.role === "owner";
}
