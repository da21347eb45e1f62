/** Why the copilot gave no answer, in words that complete a sentence such as "No assessment: …". */

const WORDS: Readonly<Record<string, string>> = {
  overloaded: "the model is overloaded",
  rate_limited: "the model's rate limit is reached",
  network: "the connection to the model failed",
  spend_limit: "the spend limit with the model's vendor is reached",
  bad_credentials: "the model refused the API key",
  bad_request: "the model did not accept the request",
  too_large: "the session is too long for the model",
  refused: "the model declined to answer",
  truncated: "the answer grew too long",
  invalid_output: "the answer could not be understood",
  deadline: "the model did not answer in time",
  cancelled: "it was stopped",
  store_unavailable: "the images of the message could not be read",
  budget_exhausted: "this month's AI budget is used up",
};

export function assistantErrorText(code: string | null | undefined): string {
  return (code && WORDS[code]) || "the model gave no answer";
}
