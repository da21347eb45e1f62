/** Why a text could not be written, in words. The codes are the assistant's, and those of a job that was given up. */

const REASONS: Record<string, string> = {
  overloaded: "The model is overloaded.",
  rate_limited: "The model is receiving too many requests.",
  network: "The model could not be reached.",
  spend_limit: "The spending limit of the model's account is reached.",
  budget_exhausted: "The AI budget of this month is used up.",
  bad_credentials: "The model refused the API key.",
  refused: "The model declined to write this.",
  truncated: "The model's answer was cut off.",
  invalid_output: "The model's answer could not be used.",
  too_large: "The session is too long for the model.",
  deadline: "The model did not answer in time.",
};

export function reasonOf(code: string): string {
  return REASONS[code] ?? "The model did not answer.";
}
