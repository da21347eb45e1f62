/** A button with a panel below it, at the right edge of the header. Esc, a click outside, or moving the focus out closes it. */
import {
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from "react";
import { classes } from "~/lib/classes";
import { Button } from "./Button";
import css from "./popout.module.css";

interface PopoutProps {
  /** The panel's accessible name. */
  label: string;
  /** The button's accessible name; must contain its visible text. */
  name: string;
  button: ReactNode;
  buttonClass?: string | undefined;
  wide?: boolean;
  /** The panel's content; call `close` before leading the user elsewhere. */
  children: (close: () => void) => ReactNode;
}

export function Popout({ label, name, button, buttonClass, wide, children }: PopoutProps) {
  const [isOpen, setIsOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  const close = () => setIsOpen(false);
  useOutsidePress(root, close, isOpen);
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !isOpen) return;
    event.preventDefault();
    trigger.current?.focus();
    close();
  };
  const leave = (event: FocusEvent) => {
    const isGone = event.relatedTarget && !root.current?.contains(event.relatedTarget as Node);
    if (isGone) close();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only watches the keys and focus of its content.
    <div ref={root} className={css.root} onKeyDown={press} onBlur={leave}>
      <Button
        ref={trigger}
        look="ghost"
        className={buttonClass}
        aria-label={name}
        aria-expanded={isOpen}
        aria-haspopup="dialog"
        onClick={() => setIsOpen(!isOpen)}
      >
        {button}
      </Button>
      {isOpen && (
        <Panel label={label} wide={wide}>
          {children(close)}
        </Panel>
      )}
    </div>
  );
}

interface PanelProps {
  label: string;
  wide: boolean | undefined;
  children: ReactNode;
}

function Panel({ label, wide, children }: PanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => panel.current?.focus(), []);
  return (
    <div
      ref={panel}
      role="dialog"
      aria-label={label}
      tabIndex={-1}
      className={classes(css.panel, wide && css.wide)}
    >
      {children}
    </div>
  );
}

function useOutsidePress(
  root: { readonly current: HTMLElement | null },
  close: () => void,
  isOpen: boolean,
): void {
  useEffect(() => {
    if (!isOpen) return;
    const press = (event: PointerEvent) => {
      if (!root.current?.contains(event.target as Node)) close();
    };
    document.addEventListener("pointerdown", press);
    return () => document.removeEventListener("pointerdown", press);
  });
}
