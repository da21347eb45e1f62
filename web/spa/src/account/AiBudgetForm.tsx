/** Sets the monthly AI budget and whether it stops the copilot. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { type AiUsage, type Budget, setBudget } from "~/api/aiUsage";
import { keys } from "~/api/keys";
import { formErrors, useFirstWrongField } from "~/lib/formErrors";
import { amountText, dollars, microsOf } from "~/lib/money";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import { Choice, TextField } from "~/ui/Field";
import css from "./account.module.css";
import usageCss from "./aiUsage.module.css";

const LABELS = { monthly_micros: "Monthly budget" };
const NO_AMOUNT = "Enter an amount such as 25 or 25.50, or leave it empty for no budget.";

export function AiBudgetForm({ report }: { report: AiUsage }) {
  const { budget_micros: kept, hard_stop: keptStop } = report;
  const [typed, setTyped] = useState(kept === null ? "" : amountText(kept));
  const [hardStop, setHardStop] = useState(keptStop);
  const [isWrong, setIsWrong] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const saving = useSave();
  useFirstWrongField(form, saving.error || isWrong);
  const micros = typed.trim() ? microsOf(typed) : null;
  const isChanged = micros !== kept || hardStop !== keptStop || (typed.trim() !== "" && !micros);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() && micros === null) return setIsWrong(true);
    if (isChanged && !saving.isPending)
      saving.mutate({ monthly_micros: micros, hard_stop: hardStop });
  };
  return (
    <form ref={form} className={usageCss.form} aria-label="AI budget" onSubmit={submit}>
      <TextField
        label="Monthly budget in US dollars"
        inputMode="decimal"
        autoComplete="off"
        placeholder="No budget"
        value={typed}
        error={isWrong ? NO_AMOUNT : undefined}
        onChange={(event) => {
          setTyped(event.target.value);
          setIsWrong(false);
        }}
      />
      <Choice
        type="checkbox"
        label="Stop the copilot when it is used up"
        checked={hardStop}
        onChange={(event) => setHardStop(event.target.checked)}
      />
      <Button type="submit" aria-disabled={!isChanged || saving.isPending}>
        {saving.isPending ? "Saving…" : "Save"}
      </Button>
      {isChanged && !saving.isPending && <span className={css.quiet}>Unsaved changes</span>}
      {saving.error && (
        <p className={css.error}>Not saved. {formErrors(saving.error, LABELS).join(" ")}</p>
      )}
    </form>
  );
}

function useSave() {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: (body: Budget) => sendOnce(body, (key) => setBudget(body, key)),
    onSuccess: ({ monthly_micros: micros }) => {
      announce(micros === null ? "No AI budget is set." : `AI budget: ${dollars(micros)} a month.`);
      void queries.invalidateQueries({ queryKey: keys.budgetState });
      return queries.invalidateQueries({ queryKey: keys.aiUsage });
    },
  });
}
