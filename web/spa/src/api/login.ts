/** Signing in and out, and who one is. */
import { client, keyed, setCsrfToken, unwrap } from "./client";
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
  return remember(await unwrap(client.GET("/api/v1/auth/me")));
}

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
}

/** Answered the same whether somebody has this address or not. */
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

function remember<T extends { csrf_token: string }>(answer: T): T {
  setCsrfToken(answer.csrf_token);
  return answer;
}
