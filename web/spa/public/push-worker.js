/** Shows push messages, also while no page is open. A click on one opens what it is about. */

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => event.waitUntil(show(messageOf(event.data))));

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.link ?? "/"));
});

/** Browsers require that every push message shows something, so a message that cannot be read shows that there is one. */
function messageOf(data) {
  const unreadable = { title: "FlowPilot has a notification for you", text: "", link: "/" };
  try {
    return { ...unreadable, ...data.json() };
  } catch {
    return unreadable;
  }
}

/** A message takes the place of an earlier one about the same thing, and rings again. */
function show({ title, text, link, tag, at }) {
  return self.registration.showNotification(title, {
    body: text,
    icon: "/icon-192.png",
    data: { link },
    ...(tag && { tag, renotify: true }),
    ...(at && { timestamp: Date.parse(at) }),
  });
}

/** Shows an open page the way (it navigates itself, so that nothing typed is lost), or opens a new one. */
async function open(link) {
  const address = new URL(link, self.location.origin);
  if (address.origin !== self.location.origin) return;
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find(({ visibilityState }) => visibilityState === "visible") ?? pages[0];
  if (!page) {
    await self.clients.openWindow(address.href);
    return;
  }
  page.postMessage({ type: "open", link: address.pathname + address.search });
  await page.focus();
}
