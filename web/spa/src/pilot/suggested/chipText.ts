/** Shortens a suggested step to a short imperative for its chip. The whole step is in the chip's title and goes into the composer. */

const MAX_WORDS = 4;
/** Text after one of these explains the step. */
const CLAUSE_END = /[,;:(]|\.(?:\s|$)|\s(?:and|because|before|if|so|then|to see|when|whether)\s/;

export function chipText(step: string): string {
  const [clause = step] = step.trim().split(CLAUSE_END);
  const words = clause.trim().split(/\s+/);
  return words.length > MAX_WORDS ? `${words.slice(0, MAX_WORDS).join(" ")}…` : words.join(" ");
}
