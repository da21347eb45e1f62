/** The reasons why a ticket was not created, by the event's code. */

const REASONS: Record<string, string> = {
  psa_disconnected: "The ticket system was disconnected meanwhile.",
  option_missing: "An admin has to choose the board and the type of new tickets first.",
  wrong_credentials: "The ticket system does not accept FlowPilot's credentials. Tell an admin.",
  missing_permission: "FlowPilot's user lacks the right to create tickets. Tell an admin.",
  psa_refused: "The ticket system refused the ticket. It may demand more fields than these.",
  psa_rate_limited: "The ticket system takes no more calls for the moment. Try again in a minute.",
};

export function reasonOf(code: string): string {
  return REASONS[code] ?? "The ticket system could not create it. Try again.";
}
