/**
 * Decides whether this tab may hold a stream. A browser allows six connections per host over all its tabs. A visible tab holds its own
 * stream; of the hidden tabs only the one with the lock does. That tab still receives new escalations and shows them in its title.
 */

const LOCK = "flowpilot-hidden-stream";

export function watchMayListen(onChange: (mayListen: boolean) => void): () => void {
  let reloadForOtherUser = new AbortController();
  const update = () => {
    reloadForOtherUser.abort();
    reloadForOtherUser = new AbortController();
    if (document.visibilityState === "visible") onChange(true);
    else waitForTurn(onChange, reloadForOtherUser.signal);
  };
  document.addEventListener("visibilitychange", update);
  update();
  return () => {
    document.removeEventListener("visibilitychange", update);
    reloadForOtherUser.abort();
  };
}

function waitForTurn(onChange: (mayListen: boolean) => void, signal: AbortSignal): void {
  // Web Locks exist only on https and localhost; elsewhere a hidden tab has no stream.
  if (!navigator.locks) {
    onChange(false);
    return;
  }
  let isMine = false;
  navigator.locks
    .request(LOCK, { signal }, () => {
      isMine = true;
      onChange(true);
      return untilAborted(signal);
    })
    .catch(() => undefined);
  // A free lock is granted at once. Waiting for it avoids closing a stream only to open it again.
  setTimeout(() => {
    if (!isMine && !signal.aborted) onChange(false);
  }, 1_000);
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) =>
    signal.addEventListener("abort", () => resolve(), { once: true }),
  );
}
