/** Shows in words whether the screen is live, and explains in a bar what being offline means. */
import { useSyncExternalStore } from "react";
import { classes } from "~/lib/classes";
import { useLiveState } from "~/live/LiveProvider";
import pill from "~/ui/pill.module.css";
import css from "./shell.module.css";

export function ConnectionState() {
  const state = useLiveState();
  const isOnline = useOnline();
  if (!isOnline) return <State look={pill.off}>Offline</State>;
  if (state === "live") return <State>Live</State>;
  // While the first connection opens, nothing has been lost yet.
  return (
    <State look={pill.again}>{state === "connecting" ? "Connecting…" : "Reconnecting…"}</State>
  );
}

function State({ look, children }: { look?: string | undefined; children: string }) {
  return <span className={classes(pill.live, look)}>{children}</span>;
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
