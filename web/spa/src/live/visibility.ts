/**
 * Whether this tab may hold a stream. A browser allows six connections to a host over all its tabs, so a visible tab holds its own and of
 * the hidden ones only one: whoever has the lock. That one still hears of new escalations and says so in its title.
 */

const LOCK = "flowpilot-hidden-stream";

export function watchMayListen(tell: (mayListen: boolean) => void): () => void {
  let giveUp = new AbortController();
  const update = () => {
    giveUp.abort();
    giveUp = new AbortController();
    if (document.visibilityState === "visible") tell(true);
    else waitForTurn(tell, giveUp.signal);
  };
  document.addEventListener("visibilitychange", update);
  update();
  return () => {
    document.removeEventListener("visibilitychange", update);
    giveUp.abort();
  };
}

function waitForTurn(tell: (mayListen: boolean) => void, signal: AbortSignal): void {
  // Web Locks exist on https and localhost only; elsewhere a hidden tab stays silent.
  if (!navigator.locks) {
    tell(false);
    return;
  }
  let isMine = false;
  navigator.locks
    .request(LOCK, { signal }, () => {
      isMine = true;
      tell(true);
      return untilAborted(signal);
    })
    .catch(() => undefined);
  // A free lock is granted within a moment: do not close a stream only to open it again.
  setTimeout(() => {
    if (!isMine && !signal.aborted) tell(false);
  }, 1_000);
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) =>
    signal.addEventListener("abort", () => resolve(), { once: true }),
  );
}
