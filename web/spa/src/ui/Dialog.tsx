/** Dialogs and drawers: the focus moves in, stays in and returns afterwards; the background is inert. */
import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ComponentProps, ReactNode, RefObject } from "react";
import { classes } from "~/lib/classes";
import { IconButton } from "./Button";
import css from "./layers.module.css";
import { ScrollBox } from "./ScrollBox";
import { useReturnFocus } from "./useReturnFocus";

interface DialogProps {
  title: string;
  /** Without it the user cannot close the dialog. */
  onClose?: () => void;
  children: ReactNode;
  /** A line under the title: what the dialog is about. */
  about?: string;
  /** Beside the title: what switches the content. */
  switcher?: ReactNode;
  /** For content that is read rather than filled in. */
  wide?: boolean;
  /** For a larger form: the content brings its own scrolling body (`DialogBody`) and a foot that stays in view. */
  form?: boolean;
  /** The first useful field; without it, the first focusable element. */
  initialFocus?: RefObject<HTMLElement | null>;
}

/** Mount it to open it. A click outside does not close it, because that would discard typed text. */
export function Dialog({ title, onClose, initialFocus, children, ...more }: DialogProps) {
  const { about, switcher, wide, form } = more;
  useReturnFocus();
  return (
    <Base.Root open onOpenChange={(isOpen) => !isOpen && onClose?.()} disablePointerDismissal>
      <Base.Portal>
        <Base.Backdrop className={css.backdrop} />
        <Base.Popup
          className={classes(css.dialog, wide && css.wide, form && css.form)}
          initialFocus={initialFocus}
        >
          <div className={css.dialogHead}>
            <div className={css.dialogName}>
              <Base.Title>{title}</Base.Title>
              {about && <p>{about}</p>}
            </div>
            {switcher}
            {onClose && <CloseButton />}
          </div>
          {form ? children : <div className={css.dialogBody}>{children}</div>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

/** The scrolling part of a `form` dialog. */
export function DialogBody({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ScrollBox label={label} className={css.dialogBody}>
      {children}
    </ScrollBox>
  );
}

/** Below the body of a `form` dialog. Its first child says what the buttons after it are about. */
export function DialogFooter({ children }: { children: ReactNode }) {
  return <footer className={css.dialogFoot}>{children}</footer>;
}

/** The form around body and foot of a `form` dialog. */
export function DialogForm(props: ComponentProps<"form">) {
  return <form className={css.dialogForm} noValidate {...props} />;
}

interface DrawerProps {
  title: string;
  side: "left" | "right";
  onClose: () => void;
  children: ReactNode;
}

/** The side columns of narrow screens. A click outside closes it, because nothing is typed there. */
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
