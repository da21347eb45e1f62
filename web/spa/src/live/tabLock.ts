/** Web Locks as a tab needs them: hold one until told otherwise, and learn when another tab took it. */

/**
 * Holds the lock `name` until `until` is aborted. Resolves to whether another tab took it before that; false also if it was never granted.
 */
export async function hold(
  name: string,
  options: LockOptions,
  until: AbortSignal,
  onGranted: () => void = () => undefined,
): Promise<boolean> {
  let isMine = false;
  try {
    await navigator.locks.request(name, options, () => {
      isMine = true;
      onGranted();
      return untilAborted(until);
    });
    return false;
  } catch {
    return isMine && !until.aborted;
  }
}

/** Calls back when the tab that holds the lock is gone. */
export function whenFree(name: string, signal: AbortSignal, onFree: () => void): void {
  void hold(name, { signal }, AbortSignal.abort(), onFree);
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) =>
    signal.addEventListener("abort", () => resolve(), { once: true }),
  );
}
