/** The proposed template: its title, its code with the places of the values, and what each of them replaced. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useNavigate } from "react-router";
import { messageOf } from "~/api/errors";
import { acceptTemplate, rejectTemplate, type Templatization } from "~/api/fixTemplates";
import type { ScriptParameter } from "~/api/types";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { CodeView } from "~/scripts/CodeView";
import { KINDS } from "~/scripts/words";
import { Button } from "~/ui/Button";
import { Choice, SelectField, TextField } from "~/ui/Field";
import { GuardedButton } from "~/ui/GuardedButton";
import { showToast } from "~/ui/toasts";
import dialogs from "../dialogs/dialogs.module.css";
import css from "./templatize.module.css";

interface ProposalProps {
  made: Templatization;
  /** Something was changed that closing would lose. */
  onEdit: () => void;
  onDone: () => void;
}

export function Proposal({ made, onEdit, onDone }: ProposalProps) {
  const [title, setTitle] = useState(made.title ?? "");
  const [parameters, setParameters] = useState(made.parameters);
  const [left, setLeft] = useState<readonly string[]>([]);
  const kept = parameters.filter(({ name }) => !left.includes(name));
  const { accepting, rejecting } = useDecision(
    made,
    { title: title.trim(), parameters: kept },
    onDone,
  );
  const isBusy = accepting.isPending || rejecting.isPending;
  const error = accepting.error ?? rejecting.error;
  const change = (name: string, part: Partial<ScriptParameter>) =>
    setParameters(parameters.map((one) => (one.name === name ? { ...one, ...part } : one)));
  const keep = (name: string, keeps: boolean) =>
    setLeft(keeps ? left.filter((other) => other !== name) : [...left, name]);
  const accept = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim() && !isBusy) accepting.mutate();
  };
  return (
    <form className={css.proposal} onSubmit={accept} onChange={onEdit}>
      <TextField
        label="Title"
        value={title}
        maxLength={120}
        dir="auto"
        error={title.trim() ? undefined : "A template needs a title."}
        onChange={(event) => setTitle(event.target.value)}
      />
      {made.body && made.language && <CodeView code={made.body} language={made.language} />}
      {parameters.length === 0 && <p>Copilot found no value that would differ the next time.</p>}
      {parameters.map((parameter) => (
        <ParameterRow
          key={parameter.name}
          parameter={parameter}
          replaced={made.replaced.find((one) => one.parameter === parameter.name)}
          isKept={!left.includes(parameter.name)}
          onKeep={(keeps) => keep(parameter.name, keeps)}
          onChange={(part) => change(parameter.name, part)}
        />
      ))}
      {error && <p className={css.refusal}>Not saved. {messageOf(error)}</p>}
      <footer className={dialogs.foot}>
        <Button look="ghost" aria-disabled={isBusy} onClick={() => !isBusy && rejecting.mutate()}>
          Reject
        </Button>
        <GuardedButton type="submit" look="primary" aria-disabled={isBusy || undefined}>
          {accepting.isPending ? "Saving…" : "Accept"}
        </GuardedButton>
      </footer>
    </form>
  );
}

function useDecision(
  made: Templatization,
  accepted: { title: string; parameters: ScriptParameter[] },
  onDone: () => void,
) {
  const navigate = useNavigate();
  const sendOnce = useIdempotencyKey();
  const accepting = useMutation({
    mutationFn: () => sendOnce(accepted, (key) => acceptTemplate(made.id, accepted, key)),
    onSuccess: ({ result_script_id }) => {
      const run = () => navigate(`/scripts/${result_script_id}`);
      showToast(
        "Saved as a draft template.",
        result_script_id ? { action: { label: "Open", run } } : {},
      );
      onDone();
    },
  });
  const rejecting = useMutation({
    mutationFn: () => sendOnce("reject", (key) => rejectTemplate(made.id, key)),
    onSuccess: onDone,
  });
  return { accepting, rejecting };
}

interface ParameterRowProps {
  parameter: ScriptParameter;
  replaced: Templatization["replaced"][number] | undefined;
  isKept: boolean;
  onKeep: (keeps: boolean) => void;
  onChange: (part: Partial<ScriptParameter>) => void;
}

/** One that is not kept gets the text back that it replaced. */
function ParameterRow({ parameter, replaced, isKept, onKeep, onChange }: ParameterRowProps) {
  const { name, label, type } = parameter;
  return (
    <fieldset className={css.parameter}>
      <legend className="hidden-words">{name}</legend>
      <Choice
        type="checkbox"
        label={name}
        checked={isKept}
        onChange={(event) => onKeep(event.target.checked)}
      />
      {replaced && (
        <p className={css.replaced}>
          in place of <code>{replaced.text}</code>, {linesText(replaced.lines)}
        </p>
      )}
      {isKept && (
        <div className={css.fields}>
          <TextField
            label="Label"
            value={label ?? ""}
            onChange={(event) => onChange({ label: event.target.value })}
          />
          <SelectField
            label="Type"
            value={type ?? "text"}
            onChange={(event) =>
              onChange({ type: event.target.value as NonNullable<ScriptParameter["type"]> })
            }
          >
            {KINDS.filter(({ value }) => value !== "choice" || type === "choice").map((kind) => (
              <option key={kind.value} value={kind.value}>
                {kind.label}
              </option>
            ))}
          </SelectField>
        </div>
      )}
    </fieldset>
  );
}

function linesText(lines: readonly number[]): string {
  return `${lines.length === 1 ? "line" : "lines"} ${lines.join(", ")}`;
}
