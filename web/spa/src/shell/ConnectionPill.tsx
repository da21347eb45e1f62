/** Whether what is on the screen is live, in words; and the bar that says what being offline means. */
import { useSyncExternalStore } from "react";
import { useLiveState } from "~/live/LiveProvider";
import { Pill } from "~/ui/Pill";
import css from "./shell.module.css";

export function ConnectionPill() {
  const state = useLiveState();
  const isOnline = useOnline();
  if (!isOnline) return <Pill tone="danger">Offline</Pill>;
  if (state === "live") return <Pill tone="ok">Live</Pill>;
  // The first connection is not a loss: nothing has been missed yet.
  return <Pill tone="info">{state === "connecting" ? "Connecting…" : "Reconnecting…"}</Pill>;
}

export function OfflineBar() {
  if (useOnline()) return null;
  return (
    <section aria-label="Connection" className={css.bar}>
      You are offline. Drafts are kept; changes will need to be sent again.
    </section>
  );
}

function useOnline(): boolean {
  return useSyncExternalStore(subscribe, () => navigator.onLine);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("online", listener);
  window.addEventListener("offline", listener);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
  };
}
