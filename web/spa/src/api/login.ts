/** Signing in and out, and the current user. */
import { client, keyed, onTokenRefused, setCsrfToken, unwrap } from "./client";
import { assertPageUser, isOtherUser, publishSignOut, signInAs } from "./pageUser";
import type { Me, SignedIn } from "./types";

export interface Credentials {
  email: string;
  password: string;
}

export interface Registration extends Credentials {
  account_name: string;
  name: string;
}

export interface Acceptance {
  token: string;
  name: string;
  password: string;
}

export async function fetchMe(): Promise<Me> {
  const me = await unwrap(client.GET("/api/v1/auth/me"));
  assertPageUser(me.user.id);
  setCsrfToken(me.csrf_token);
  return me;
}
onTokenRefused(fetchMe);

export async function signIn(body: Credentials, key: string): Promise<SignedIn> {
  return remember(await unwrap(client.POST("/api/v1/auth/login", { body, ...keyed(key) })));
}

export async function register(body: Registration, key: string): Promise<SignedIn> {
  return remember(await unwrap(client.POST("/api/v1/auth/register", { body, ...keyed(key) })));
}

export async function acceptInvitation(body: Acceptance, key: string): Promise<SignedIn> {
  return remember(
    await unwrap(client.POST("/api/v1/auth/invitations/accept", { body, ...keyed(key) })),
  );
}

export async function signOut(key: string): Promise<void> {
  await unwrap(client.POST("/api/v1/auth/logout", keyed(key)));
  setCsrfToken("");
  publishSignOut();
}

/** The answer is the same whether or not a user has this address. */
export async function forgotPassword(email: string, key: string): Promise<void> {
  await unwrap(client.POST("/api/v1/auth/password/forgot", { body: { email }, ...keyed(key) }));
}

export async function resetPassword(
  body: { token: string; password: string },
  key: string,
): Promise<void> {
  await unwrap(client.POST("/api/v1/auth/password/reset", { body, ...keyed(key) }));
}

export async function changePassword(
  body: { current: string; new: string },
  key: string,
): Promise<void> {
  await unwrap(client.POST("/api/v1/auth/password", { body, ...keyed(key) }));
}

/** This page must not send its pending calls with the token of another user's login. */
function remember(answer: SignedIn): SignedIn {
  if (!isOtherUser(answer.user.id)) setCsrfToken(answer.csrf_token);
  signInAs(answer.user.id);
  return answer;
}
