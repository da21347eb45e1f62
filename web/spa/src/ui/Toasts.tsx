/** Shows the toasts. Each leaves after six seconds; hover, focus and a hidden tab stop its clock. */
import { CircleAlert, Info, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { classes } from "~/lib/classes";
import { useStore } from "~/lib/store";
import { Button, IconButton } from "./Button";
import { RelativeTime } from "./RelativeTime";
import { dismissToast, shownOf, staysUntilDismissed, type Toast, toasts } from "./toasts";
import css from "./toasts.module.css";
import { useToastPosition } from "./useToastPosition";

const SHOWN_MS = 6_000;

export function Toasts() {
  const shown = shownOf(useStore(toasts));
  const [isLookedAt, setIsLookedAt] = useState(false);
  const isHidden = useIsHidden();
  const stack = useRef<HTMLElement>(null);
  const bottom = useToastPosition(stack, shown.length > 0);
  // A toast that is closed under the pointer or with the focus in it fires no leave event.
  if (shown.length === 0 && isLookedAt) setIsLookedAt(false);
  if (shown.length === 0) return null;
  return (
    <section
      ref={stack}
      aria-label="Messages"
      data-region="messages"
      className={css.toasts}
      style={bottom === null ? undefined : { bottom }}
      onPointerEnter={() => setIsLookedAt(true)}
      onPointerLeave={() => setIsLookedAt(false)}
      onFocus={() => setIsLookedAt(true)}
      onBlur={() => setIsLookedAt(false)}
    >
      {shown.map((toast) => (
        <ToastCard key={toast.id} toast={toast} isPaused={isLookedAt || isHidden} />
      ))}
    </section>
  );
}

function ToastCard({ toast, isPaused }: { toast: Toast; isPaused: boolean }) {
  const isTimed = !isPaused && toast.lifetimeMs === undefined && !staysUntilDismissed(toast);
  useEffect(() => {
    if (!isTimed) return;
    const timer = setTimeout(() => dismissToast(toast.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isTimed, toast.id]);
  const Icon = toast.tone === "error" ? CircleAlert : Info;
  return (
    <div className={classes(css.toast, toast.tone === "error" && css.error)}>
      <Icon size={16} strokeWidth={1.5} className={css.icon} />
      <Words toast={toast} />
      {toast.action && <ActionButton toast={toast} />}
      <IconButton label="Dismiss" small tip="above" onClick={() => dismissToast(toast.id)}>
        <X size={16} strokeWidth={1.5} />
      </IconButton>
    </div>
  );
}

function Words({ toast }: { toast: Toast }) {
  return (
    <p className={css.text} dir="auto">
      {toast.text}
      {toast.at && (
        // The toast is in the app's live region, which would read out each count again.
        <span aria-live="off">
          {" "}
          <RelativeTime at={toast.at} tip="start" />
        </span>
      )}
      {toast.about && (
        <>
          : <b>{toast.about}</b>
        </>
      )}
    </p>
  );
}

function ActionButton({ toast }: { toast: Toast }) {
  const act = () => {
    toast.action?.run();
    dismissToast(toast.id);
  };
  return (
    <Button small onClick={act}>
      {toast.action?.label}
    </Button>
  );
}

function useIsHidden(): boolean {
  const [isHidden, setIsHidden] = useState(document.hidden);
  useEffect(() => {
    const update = () => setIsHidden(document.hidden);
    document.addEventListener("visibilitychange", update);
    return () => document.removeEventListener("visibilitychange", update);
  }, []);
  return isHidden;
}
