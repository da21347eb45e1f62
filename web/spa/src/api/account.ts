/** The account's members and invitations. */
import { client, keyed, unwrap } from "./client";
import type { components } from "./schema";
import type { Invitation, Role, SentInvitation, User } from "./types";

/** No event reports a change of members or invitations, so their screen refetches them at this interval (ms). */
export const REFETCH_MS = 20_000;

/** The maximum size of a page. */
const ALL = { limit: 200 };

export async function fetchMembers(): Promise<User[]> {
  const page = await unwrap(client.GET("/api/v1/account/members", { params: { query: ALL } }));
  return page.items;
}

export interface MemberChange {
  role?: Role;
  is_active?: boolean;
  /** Where the open sessions go of a member who can no longer work: `queue`, or a member's id. */
  work?: string;
}

export function changeMember(userId: string, change: MemberChange, key: string): Promise<User> {
  const path = { user_id: userId };
  return unwrap(
    client.PATCH("/api/v1/account/members/{user_id}", {
      body: change,
      params: { path },
      ...keyed(key),
    }),
  );
}

export async function removeMember(userId: string, work: string): Promise<void> {
  const params = { path: { user_id: userId }, query: { work } };
  await unwrap(client.DELETE("/api/v1/account/members/{user_id}", { params }));
}

export async function fetchInvitations(): Promise<Invitation[]> {
  const page = await unwrap(client.GET("/api/v1/account/invitations", { params: { query: ALL } }));
  return page.items;
}

export function invite(body: { email: string; role: Role }, key: string): Promise<SentInvitation> {
  return unwrap(client.POST("/api/v1/account/invitations", { body, ...keyed(key) }));
}

/** Creates a new link; the previous one stops working. */
export function resendInvitation(invitationId: string, key: string): Promise<SentInvitation> {
  const path = { invitation_id: invitationId };
  return unwrap(
    client.POST("/api/v1/account/invitations/{invitation_id}/resend", {
      params: { path },
      ...keyed(key),
    }),
  );
}

export async function revokeInvitation(invitationId: string): Promise<void> {
  const params = { path: { invitation_id: invitationId } };
  await unwrap(client.DELETE("/api/v1/account/invitations/{invitation_id}", { params }));
}

export type AccountSettings = Required<components["schemas"]["AccountSettings"]>;

export async function fetchSettings(): Promise<AccountSettings> {
  const account = await unwrap(client.GET("/api/v1/account"));
  return account.settings as AccountSettings;
}

/** What is left out keeps its value. */
export async function changeSettings(
  settings: Partial<AccountSettings>,
  key: string,
): Promise<AccountSettings> {
  const account = await unwrap(
    client.PATCH("/api/v1/account", { body: { settings }, ...keyed(key) }),
  );
  return account.settings as AccountSettings;
}
