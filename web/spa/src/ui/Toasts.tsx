/** Shows the toasts. Each leaves after six seconds unless looked at: hover, focus and a hidden tab stop its clock. */
import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { classes } from "~/lib/classes";
import { useStore } from "~/lib/store";
import { Button, IconButton } from "./Button";
import { dismissToast, staysUntilDismissed, type Toast, toasts } from "./toasts";
import css from "./toasts.module.css";

const SHOWN_MS = 6_000;

export function Toasts() {
  const all = useStore(toasts);
  const [isLookedAt, setIsLookedAt] = useState(false);
  const isHidden = useIsHidden();
  if (all.length === 0) return null;
  return (
    <section
      aria-label="Messages"
      data-region="messages"
      className={css.toasts}
      onPointerEnter={() => setIsLookedAt(true)}
      onPointerLeave={() => setIsLookedAt(false)}
      onFocus={() => setIsLookedAt(true)}
      onBlur={() => setIsLookedAt(false)}
    >
      {all.map((toast) => (
        <ToastCard key={toast.id} toast={toast} isPaused={isLookedAt || isHidden} />
      ))}
    </section>
  );
}

function ToastCard({ toast, isPaused }: { toast: Toast; isPaused: boolean }) {
  const isTimed = !isPaused && !staysUntilDismissed(toast);
  useEffect(() => {
    if (!isTimed) return;
    const timer = setTimeout(() => dismissToast(toast.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isTimed, toast.id]);
  return (
    <div className={classes(css.toast, toast.tone === "error" && css.error)}>
      <span className={css.text}>{toast.text}</span>
      {toast.action && <ActionButton toast={toast} />}
      <IconButton label="Dismiss" small tip="above" onClick={() => dismissToast(toast.id)}>
        <X size={16} strokeWidth={1.5} />
      </IconButton>
    </div>
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
