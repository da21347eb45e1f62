/**
 * Decides whether a tab that cannot share a stream may hold one: only while it is visible, because a browser allows six connections per
 * host over all its tabs. Web Locks, on which sharing rests, exist only on https and localhost.
 */

export const canShare = "locks" in navigator && "BroadcastChannel" in globalThis;

export function watchVisibility(onChange: (isVisible: boolean) => void): () => void {
  const update = () => onChange(document.visibilityState === "visible");
  document.addEventListener("visibilitychange", update);
  update();
  return () => document.removeEventListener("visibilitychange", update);
}
