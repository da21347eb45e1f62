/** Shows this user on a topic to the others while the tab is visible, and signs off when the screen or the tab closes. */
import { useEffect, useRef } from "react";
import { billingLock, signedOut } from "~/api/gate";
import { leave, showAt } from "~/api/presence";
import { newKey } from "~/lib/ids";

const REPEAT_MS = 15_000;

/** Several tabs of a person count one by one, so that closing one leaves the others. */
const TAB = newKey();

export function useShownAt(topic: string | null, isWriting = false): void {
  const stay = useRef<Stay | null>(null);
  useEffect(() => {
    if (topic === null) return;
    const begun = new Stay(topic);
    stay.current = begun;
    return () => begun.end();
  }, [topic]);
  useEffect(() => stay.current?.setWriting(isWriting), [isWriting]);
}

class Stay {
  private isWriting = false;
  /** Whether the server may still show this tab. */
  private isShown = false;
  private readonly timer = setInterval(() => this.show(), REPEAT_MS);
  private readonly listening = new AbortController();

  constructor(private readonly topic: string) {
    const { signal } = this.listening;
    document.addEventListener("visibilitychange", () => this.show(), { signal });
    window.addEventListener("pageshow", () => this.show(), { signal });
    window.addEventListener("pagehide", () => this.signOff(), { signal });
    this.show();
  }

  setWriting(isWriting: boolean): void {
    if (isWriting === this.isWriting) return;
    this.isWriting = isWriting;
    this.show();
  }

  end(): void {
    clearInterval(this.timer);
    this.listening.abort();
    this.signOff();
  }

  /** A call that fails is repeated by the next one. */
  private show(): void {
    if (document.visibilityState !== "visible" || signedOut.get() || billingLock.get()) return;
    this.isShown = true;
    showAt(this.topic, TAB, this.isWriting).catch(() => undefined);
  }

  private signOff(): void {
    if (!this.isShown || signedOut.get()) return;
    this.isShown = false;
    leave(this.topic, TAB).catch(() => undefined);
  }
}
