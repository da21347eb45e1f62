/**
 * Whether the user wants this browser to show notifications. It is this browser's own choice, stored here by user.
 *
 * `push`: the push service brings them, also while no page is open. `page`: this browser has no push service, so an open page shows them.
 */
import { readText, userKey, writeText } from "~/lib/storage";

export type Choice = "push" | "page" | "";

/** Whose subscription this browser has. A browser has one, whoever is signed in. */
const OWNER = "fp:push-owner";

export function choiceOf(userId: string): Choice {
  const kept = readText(userKey(userId, "notify"));
  return kept === "push" || kept === "page" ? kept : "";
}

export function keepChoice(userId: string, choice: Choice): void {
  writeText(userKey(userId, "notify"), choice);
}

export function subscriptionOwner(): string {
  return readText(OWNER);
}

export function keepSubscriptionOwner(userId: string): void {
  writeText(OWNER, userId);
}
