/** The handlers of a fix's buttons. */
import type { Outcome } from "~/api/types";

export interface FixHandlers {
  apply(): void;
  /** Records the outcome, or first asks for the notes that it needs. */
  record(outcome: Outcome): void;
  /** Records what the copilot read in a message. */
  confirm(): void;
  /** Rejects it. */
  notYet(): void;
  escalate: (() => void) | null;
}
