/** Notifications. */
import { client, keyed, unwrap } from "./client";
import type { Notification } from "./types";

export async function fetchNotifications(): Promise<Notification[]> {
  const page = await unwrap(
    client.GET("/api/v1/notifications", { params: { query: { limit: 50 } } }),
  );
  return page.items;
}

/** The user's notifications about this session, even if the user may no longer read the session. */
export async function fetchNotificationsAbout(sessionId: string): Promise<Notification[]> {
  const query = { session_id: sessionId };
  const page = await unwrap(client.GET("/api/v1/notifications", { params: { query } }));
  return page.items;
}

export async function markRead(id: string, key: string): Promise<void> {
  const params = { path: { notification_id: id } };
  await unwrap(
    client.POST("/api/v1/notifications/{notification_id}/read", { params, ...keyed(key) }),
  );
}

export async function markAllRead(key: string): Promise<void> {
  await unwrap(client.POST("/api/v1/notifications/read-all", keyed(key)));
}
