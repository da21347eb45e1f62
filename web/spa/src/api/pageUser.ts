/**
 * The user to whom this page belongs. All tabs of a browser share one cookie. If somebody else signs in in another tab, this page still
 * shows the first user's work, but its calls would be made in the second user's name. The page therefore compares its user with the one
 * that the server names. If they differ, the page stops making calls and reloads. Drafts are kept, each under its user.
 */
import { page } from "~/lib/page";
import { readText, writeText } from "~/lib/storage";
import { createStore } from "~/lib/store";
import { ApiError } from "./errors";
import { signedOut } from "./gate";

/** Tells the other tabs who signed in; empty after signing out. */
const LOGIN_KEY = "fp:login";

let pageUserId: string | null = null;
export const isReloading = createStore(false);

/** The page belongs to the first user that the server names. For any other user this throws and reloads the page. */
export function assertPageUser(userId: string): void {
  if (isOtherUser(userId)) {
    reloadForOtherUser();
    throw refusal();
  }
  pageUserId = userId;
}

export function isOtherUser(userId: string): boolean {
  return pageUserId !== null && pageUserId !== userId;
}

/** Throws on a page that is about to reload for another user, so that it makes no calls. */
export function refuseWhileReloading(): void {
  if (isReloading.get()) throw refusal();
}

function refusal(): ApiError {
  return new ApiError(0, { message: "Another user signed in in this browser." });
}

function reloadForOtherUser(): void {
  if (isReloading.get()) return;
  isReloading.set(true);
  page.reload();
}

/** Records that this tab signed in. If the user is not the page's user, the caller must load a new page. */
export function signInAs(userId: string): void {
  writeText(LOGIN_KEY, userId);
  if (isOtherUser(userId)) isReloading.set(true);
  else pageUserId = userId;
}

export function publishSignOut(): void {
  writeText(LOGIN_KEY, "");
}

function followOtherTabs({ key }: StorageEvent): void {
  if (key !== LOGIN_KEY || pageUserId === null) return;
  const userId = readText(LOGIN_KEY);
  if (!userId) signedOut.set(true);
  else if (isOtherUser(userId)) reloadForOtherUser();
}
window.addEventListener("storage", followOtherTabs);

/** For tests: each test starts as a new page. */
export function forgetPageUser(): void {
  pageUserId = null;
  isReloading.set(false);
}
