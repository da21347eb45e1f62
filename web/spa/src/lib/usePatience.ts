import { useEffect, useEffectEvent } from "react";

/** Calls `onEnd` once something has run for so long. */
export function usePatience(isRunning: boolean, ms: number, onEnd: () => void): void {
  const end = useEffectEvent(onEnd);
  useEffect(() => {
    if (!isRunning) return;
    const timer = setTimeout(() => end(), ms);
    return () => clearTimeout(timer);
  }, [isRunning, ms]);
}
