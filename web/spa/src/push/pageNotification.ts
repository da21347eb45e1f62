/** The notifications of an open page, for browsers without a push service. */
import { fetchReach } from "~/api/preferences";
import type { LiveEvent } from "~/live/events";

interface Message {
  /** The event's name in the user's preferences. */
  event: string;
  title: string;
  link: string;
}

/** Shows what the user's preferences would push to them now. `open` gets the link after a click. */
export async function notify(
  event: LiveEvent,
  userId: string,
  open: (link: string) => void,
): Promise<void> {
  const message = messageOf(event, userId);
  if (!message || Notification.permission !== "granted") return;
  const reach = await fetchReach();
  const isPushed = reach.items.some(
    (item) => item.event === message.event && item.channel === "push" && item.reaches === "now",
  );
  if (isPushed) show(message, open);
}

function messageOf(event: LiveEvent, userId: string): Message | null {
  if (event.type === "notification_created") return event;
  if (event.type !== "handoff_claimed") return null;
  const { claimed_by, created_by } = event;
  if (!claimed_by || created_by?.id !== userId || claimed_by.id === userId) return null;
  const title = `Picked up by ${claimed_by.name}`;
  return { event: "escalation_claimed", title, link: `/pilot/${event.session_id}` };
}

function show({ title, link }: Message, open: (link: string) => void): void {
  // All tabs show it under one tag, so it appears once.
  const shown = new Notification(title, { tag: link, icon: "/icon-192.png" });
  shown.onclick = () => {
    window.focus();
    open(link);
    shown.close();
  };
}
