/** The script that belongs to a step or fix: its values, and the finished text to copy. FlowPilot runs nothing. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { ApiError, messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { fetchScript, renderScript, type Script } from "~/api/scripts";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { CodeView } from "~/scripts/CodeView";
import { ParameterFields } from "~/scripts/ParameterFields";
import { initialValues, sentValues } from "~/scripts/parameters";
import { RiskPill } from "~/scripts/RiskPill";
import { fileName } from "~/scripts/words";
import { Button } from "~/ui/Button";
import { Skeleton } from "~/ui/Skeleton";
import css from "./run.module.css";

export function RunScript({ scriptId }: { scriptId: string }) {
  const script = useQuery({
    queryKey: keys.script(scriptId),
    queryFn: () => fetchScript(scriptId),
  });
  if (script.data) return <ScriptHere script={script.data} />;
  if (script.isPending) return <Skeleton heights={[32, 96]} label="Loading the script" />;
  return (
    <p className={css.notice} role="note">
      The script of this step could not be loaded. {messageOf(script.error)}
    </p>
  );
}

function ScriptHere({ script }: { script: Script }) {
  const { title, risk, parameters, language, body } = script;
  const name = useId();
  const [typed, setTyped] = useState(() => initialValues(parameters));
  const filling = useFilling(script);
  const code = parameters.length === 0 ? body : filling.data?.script;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    filling.mutate(sentValues(parameters, typed));
  };
  const change = (field: string, value: string | boolean) => {
    setTyped((now) => ({ ...now, [field]: value }));
    // What is shown must never be another text than these values make.
    filling.reset();
  };
  return (
    <section className={css.script} aria-labelledby={name}>
      <h3 id={name} className={css.scriptName} dir="auto">
        {title} <RiskPill risk={risk} withIcon />
      </h3>
      {parameters.length > 0 && (
        <form className={css.values} noValidate onSubmit={submit}>
          <ParameterFields
            parameters={parameters}
            values={typed}
            onChange={change}
            wrong={wrongValues(filling.error)}
          />
          <div>
            <Button type="submit" aria-disabled={filling.isPending || undefined}>
              {filling.isPending ? "Filling in…" : "Fill in the values"}
            </Button>
          </div>
        </form>
      )}
      {filling.isError && Object.keys(wrongValues(filling.error)).length === 0 && (
        <p className={css.notice} role="alert">
          Not filled in. {messageOf(filling.error)}
        </p>
      )}
      {filling.data?.warnings.map((warning) => (
        <p key={warning} className={css.notice} role="note">
          {warning}
        </p>
      ))}
      {code !== undefined && (
        <CodeView code={code} language={language} fileName={fileName(title, language)} />
      )}
    </section>
  );
}

function useFilling({ id }: Script) {
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: (values: Record<string, string | boolean>) =>
      sendOnce(values, (key) => renderScript(id, values, key)),
    // Nothing of the values stays when the step is done.
    gcTime: 0,
  });
}

/** 422 says per parameter what is wrong with its value. */
function wrongValues(error: unknown): Record<string, string> {
  const values = error instanceof ApiError && error.status === 422 ? error.detail.values : null;
  if (typeof values !== "object" || values === null) return {};
  return Object.fromEntries(
    Object.entries(values).map(([field, messages]) => [field, String([messages].flat()[0] ?? "")]),
  );
}
