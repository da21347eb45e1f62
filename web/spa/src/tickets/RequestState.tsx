/** Why a ticket was not created, or that the ticket system takes long. */
import dialogs from "~/pilot/dialogs/dialogs.module.css";

interface RequestStateProps {
  problem: string | null;
  isSlow: boolean;
}

export function RequestState({ problem, isSlow }: RequestStateProps) {
  if (problem !== null) {
    return (
      <p className={dialogs.error} role="alert">
        Not created. Your text is kept. {problem}
      </p>
    );
  }
  if (!isSlow) return null;
  return (
    <p className={dialogs.facts} role="status">
      The ticket system is slow. FlowPilot keeps trying; the ticket will also appear under Tickets.
    </p>
  );
}
