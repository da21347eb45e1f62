/** How often a case's fix worked, in words. */
interface Counts {
  worked_again: number;
  failed_again: number;
  /** Its own session was reopened. */
  failed?: boolean;
}

const TIMES = ["", "once", "twice", "three times", "four times", "five times"];

export function workedWords({ worked_again, failed_again, failed = false }: Counts): string {
  if (failed) return "Failed later: its session was reopened";
  const worked = `Worked ${times(1 + worked_again)}`;
  return failed_again > 0 ? `${worked}, failed ${times(failed_again)}` : worked;
}

export function times(n: number): string {
  return TIMES[n] ?? `${n} times`;
}
