/** Turns this browser's notifications on and off, and keeps FlowPilot's record of its subscription up to date. */
import { fetchPushKey, type Subscription, subscribe, unsubscribe } from "~/api/push";
import { newKey } from "~/lib/ids";
import { choiceOf, keepChoice, keepSubscriptionOwner, subscriptionOwner } from "./choice";

export type Reach = "none" | "blocked" | "off" | "page" | "push";

const WORKER = "/push-worker.js";

/** What this browser can do now, and what this user has chosen in it. */
export function reachOf(userId: string): Reach {
  if (!("Notification" in window)) return "none";
  if (Notification.permission === "denied") return "blocked";
  const choice = choiceOf(userId);
  return choice && Notification.permission === "granted" ? choice : "off";
}

/** Asks for permission, so call it on a click. Throws if FlowPilot cannot be reached. */
export async function turnOn(userId: string): Promise<Reach> {
  if ((await Notification.requestPermission()) === "granted") {
    keepChoice(userId, "push");
    await keepSubscribed(userId).catch((error) => {
      keepChoice(userId, "");
      throw error;
    });
  }
  return reachOf(userId);
}

export async function turnOff(userId: string): Promise<Reach> {
  const subscription = await current();
  if (subscription && subscriptionOwner() === userId)
    await unsubscribe(subscription.endpoint, newKey());
  keepChoice(userId, "");
  await end(subscription);
  return reachOf(userId);
}

/**
 * To be called once a page is open: a new login needs its own record, the push service may have replaced the subscription, and the
 * subscription of a user who was signed in before must end.
 */
export async function keepSubscribed(userId: string): Promise<void> {
  const found = await current();
  const isOthers = found !== null && subscriptionOwner() !== userId;
  if (isOthers) await end(found);
  if (reachOf(userId) !== "push") return;
  const made = await subscribed(isOthers ? null : found);
  if (!made) {
    keepChoice(userId, "page");
    return;
  }
  await subscribe(made.toJSON() as Subscription, newKey());
  keepSubscriptionOwner(userId);
}

async function current(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker?.getRegistration("/");
  return (await registration?.pushManager?.getSubscription()) ?? null;
}

/** Null if this browser has no push service, or cannot reach it. */
async function subscribed(found: PushSubscription | null): Promise<PushSubscription | null> {
  if (!("serviceWorker" in navigator && "PushManager" in window)) return null;
  const key = fromBase64(await fetchPushKey());
  await navigator.serviceWorker.register(WORKER);
  if (found && isMadeWith(found, key)) return found;
  await end(found);
  const { pushManager } = await navigator.serviceWorker.ready;
  const options = { userVisibleOnly: true, applicationServerKey: key };
  return pushManager.subscribe(options).catch(() => null);
}

async function end(subscription: PushSubscription | null): Promise<void> {
  await subscription?.unsubscribe();
  keepSubscriptionOwner("");
}

function isMadeWith({ options }: PushSubscription, key: Uint8Array): boolean {
  const made = new Uint8Array(options.applicationServerKey ?? []);
  return made.length === key.length && made.every((byte, index) => byte === key[index]);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}
