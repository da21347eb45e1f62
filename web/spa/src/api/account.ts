/** The account's people. */
import { client, keyed, unwrap } from "./client";
import type { Invitation, Role, User } from "./types";

export async function fetchMembers(): Promise<User[]> {
  const page = await unwrap(client.GET("/api/v1/account/members"));
  return page.items;
}

export function invite(body: { email: string; role: Role }, key: string): Promise<Invitation> {
  return unwrap(client.POST("/api/v1/account/invitations", { body, ...keyed(key) }));
}
