/** Clicks on push messages, which the service worker passes on. One that comes before the page can follow it is kept. */
import { createStore } from "~/lib/store";

/** The link of the message that was clicked last, until the page has followed it. */
export const clickedLink = createStore<string | null>(null);

/** Called once, before the page renders: the browser delivers what has waited as soon as the page is parsed. */
export function hearClicks(): void {
  navigator.serviceWorker?.addEventListener("message", hear);
}

function hear({ data }: MessageEvent): void {
  if (data?.type === "open" && typeof data.link === "string") clickedLink.set(data.link);
}
