/** Links from a fact or an attempt to the step in the transcript that it comes from. */
import { createContext, type ReactNode, useContext } from "react";
import { useDetailsView } from "./details/useDetailsView";
import css from "./pilot.module.css";

/** Moves what covers the transcript out of the way before a link jumps to it. */
export const UncoverContext = createContext<() => void>(() => undefined);

export function anchorOf(stepId: string): string {
  return `step-${stepId}`;
}

interface StepLinkProps {
  stepId: string;
  children: ReactNode;
}

export function StepLink({ stepId, children }: StepLinkProps) {
  const uncover = useContext(UncoverContext);
  return (
    <a
      className={css.stepLink}
      href={`#${anchorOf(stepId)}`}
      onClick={(event) => {
        event.preventDefault();
        uncover();
        // A drawer gives the focus back when it closes, so the jump comes after it.
        requestAnimationFrame(() => jumpTo(anchorOf(stepId)));
      }}
    >
      {children}
    </a>
  );
}

export function anchorOfAttempt(attemptId: string): string {
  return `attempt-${attemptId}`;
}

/** A link to an entry of the attempt ledger, which is on another tab of the details. */
export function AttemptLink({ attemptId, children }: { attemptId: string; children: ReactNode }) {
  const [, setView] = useDetailsView();
  return (
    <a
      className={css.stepLink}
      href={`#${anchorOfAttempt(attemptId)}`}
      onClick={(event) => {
        event.preventDefault();
        setView({ tab: "facts" });
        requestAnimationFrame(() => jumpTo(anchorOfAttempt(attemptId)));
      }}
    >
      {children}
    </a>
  );
}

/** Scrolls to the element, unfolds the lines that hide it, and marks it until the focus leaves it. False if there is none. */
export function jumpTo(anchor: string): boolean {
  const found = document.getElementById(anchor);
  if (!found) return false;
  const fold = found.closest("details");
  if (fold) fold.open = true;
  found.tabIndex = -1;
  found.toggleAttribute("data-jumped", true);
  found.addEventListener("blur", () => leave(found), { once: true });
  found.focus({ preventScroll: true });
  found.scrollIntoView({ block: "center" });
  // Messages off the screen have an estimated height, which is corrected once they are near it.
  requestAnimationFrame(() => found.scrollIntoView({ block: "center" }));
  return true;
}

function leave(element: HTMLElement): void {
  element.removeAttribute("tabindex");
  element.removeAttribute("data-jumped");
}
