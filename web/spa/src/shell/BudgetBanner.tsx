/** Says on every screen that the month's AI budget is nearly or completely used. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { type BudgetState, fetchBudgetState } from "~/api/aiUsage";
import { keys } from "~/api/keys";
import { classes } from "~/lib/classes";
import { useLogin } from "~/login/LoginProvider";
import css from "./shell.module.css";

/** Other people spend too, and no event reports it. */
const REFETCH_MS = 5 * 60_000;

export function BudgetBanner() {
  const { user } = useLogin();
  const isAdmin = user.role === "owner" || user.role === "admin";
  const state = useQuery({
    queryKey: keys.budgetState,
    queryFn: fetchBudgetState,
    refetchInterval: REFETCH_MS,
    staleTime: REFETCH_MS,
  });
  const words = state.data && wordsOf(state.data, isAdmin);
  if (!words) return null;
  return (
    <section aria-label="AI budget" className={classes(css.bar, css.locked)}>
      <strong className={css.lockedTitle}>{words.title}</strong>
      <span>{words.more}</span>
      {isAdmin ? (
        <Link to="/account#ai-usage">See AI usage</Link>
      ) : (
        <span>An owner of the account can raise it.</span>
      )}
    </section>
  );
}

/** Engineers are told only what changes their work; admins also what is about to. */
function wordsOf({ level, hard_stop, used_percent }: BudgetState, isAdmin: boolean) {
  if (level === "exhausted" && hard_stop)
    return {
      title: "This month's AI budget is used up.",
      more: "The copilot does not answer. Messages, handoffs and documentation are kept as always.",
    };
  if (!isAdmin) return null;
  if (level === "exhausted")
    return { title: "This month's AI budget is used up.", more: "The copilot goes on answering." };
  if (level === "near")
    return {
      title: `${used_percent} % of this month's AI budget is used.`,
      more: hard_stop ? "At 100 % the copilot stops answering." : "At 100 % it goes on answering.",
    };
  return null;
}
