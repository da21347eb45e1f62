/** Dialogs and drawers: focus goes in, stays in and goes back; what is behind is inert. */
import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import { classes } from "~/lib/classes";
import { IconButton } from "./Button";
import css from "./layers.module.css";
import { useReturnFocus } from "./useReturnFocus";

interface DialogProps {
  title: string;
  /** Without it the dialog stays until its work is done. */
  onClose?: () => void;
  children: ReactNode;
  /** For what is read rather than filled in. */
  wide?: boolean;
  /** The first useful field; without one the first thing that takes focus. */
  initialFocus?: RefObject<HTMLElement | null>;
}

/** Mount it to open it. A click outside does not close: it would throw away what was typed. */
export function Dialog({ title, onClose, wide, initialFocus, children }: DialogProps) {
  useReturnFocus();
  return (
    <Base.Root open onOpenChange={(isOpen) => !isOpen && onClose?.()} disablePointerDismissal>
      <Base.Portal>
        <Base.Backdrop className={css.backdrop} />
        <Base.Popup className={classes(css.dialog, wide && css.wide)} initialFocus={initialFocus}>
          <div className={css.dialogHead}>
            <Base.Title>{title}</Base.Title>
            {onClose && <CloseButton />}
          </div>
          <div className={css.dialogBody}>{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

interface DrawerProps {
  title: string;
  side: "left" | "right";
  onClose: () => void;
  children: ReactNode;
}

/** The side columns of narrow screens. A click outside closes it: nothing is typed there. */
export function Drawer({ title, side, onClose, children }: DrawerProps) {
  useReturnFocus();
  return (
    <Base.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={css.backdrop} />
        <Base.Popup className={classes(css.drawer, css[side])}>
          <div className={css.dialogHead}>
            <Base.Title>{title}</Base.Title>
            <CloseButton />
          </div>
          {children}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function CloseButton() {
  return (
    <Base.Close render={<IconButton label="Close" />}>
      <X size={16} strokeWidth={1.5} />
    </Base.Close>
  );
}
