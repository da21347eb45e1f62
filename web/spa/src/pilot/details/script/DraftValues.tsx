/** The fields for a draft's own parameters. "Keep" stores them with the draft; a secret's is not stored. */
import { messageOf } from "~/api/errors";
import type { Fix } from "~/api/types";
import { ParameterFields } from "~/scripts/ParameterFields";
import { Button } from "~/ui/Button";
import type { FixMutations } from "../../fix/useFixes";
import css from "../details.module.css";
import type { DraftFilling } from "./useDraftValues";
import { wrongValues } from "./wrongValues";

interface DraftValuesProps {
  fix: Fix;
  acts: FixMutations;
  filling: DraftFilling;
  mayKeep: boolean;
}

export function DraftValues({ fix, acts, filling, mayKeep }: DraftValuesProps) {
  const { parameters, values, error } = filling;
  if (!filling.handOver) return null;
  const isChanged = parameters.some(
    ({ name, type, default: kept }) => type !== "secret" && text(values[name]) !== (kept ?? ""),
  );
  const keep = () => {
    const kept = parameters.map((one) => ({
      ...one,
      default: one.type === "secret" ? null : text(values[one.name]) || null,
    }));
    void acts
      .draft(fix, fix.ai_drafted_script ?? "", kept)
      .then((isKept) => isKept && filling.forget());
  };
  const wrong = wrongValues(error);
  return (
    <div role="group" aria-label="Values of the draft">
      <ParameterFields
        parameters={parameters}
        values={values}
        onChange={filling.change}
        wrong={wrong}
      />
      {error && (
        <p className={css.refusal} role="alert">
          Not handed over. {Object.keys(wrong).length === 0 && messageOf(error)}
        </p>
      )}
      {filling.warnings.map((warning) => (
        <p key={warning} className={css.none}>
          {warning}
        </p>
      ))}
      {isChanged && mayKeep && (
        <Button small onClick={keep} disabled={acts.isBusy}>
          Keep these values
        </Button>
      )}
    </div>
  );
}

function text(value: string | boolean | undefined): string {
  return value === undefined ? "" : String(value);
}
