/** Fills a template in and hands the script over. Values are kept only here and end with the dialog; the server stores none. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { hasCode, messageOf } from "~/api/errors";
import { renderScript, type Script } from "~/api/scripts";
import { useSubmitOnEnter } from "~/keyboard/enter";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { Button } from "~/ui/Button";
import { Dialog, DialogBody, DialogFooter, DialogForm } from "~/ui/Dialog";
import kit from "~/ui/kit.module.css";
import { CodeView } from "./CodeView";
import css from "./editor/editor.module.css";
import { ParameterFields } from "./ParameterFields";
import { initialValues, sentValues } from "./parameters";
import { fileName } from "./words";

interface FillInDialogProps {
  script: Script;
  onClose: () => void;
}

export default function FillInDialog({ script, onClose }: FillInDialogProps) {
  const { parameters, title, language } = script;
  const [values, setValues] = useState(() => initialValues(parameters));
  const sendOnce = useIdempotencyKey();
  const submitOnEnter = useSubmitOnEnter();
  const filling = useMutation({
    mutationFn: () => {
      const sent = sentValues(parameters, values);
      return sendOnce([script.version, sent], (key) => renderScript(script.id, sent, key));
    },
    // Nothing of the values stays when the dialog is gone.
    gcTime: 0,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!filling.isPending) filling.mutate();
  };
  const change = (name: string, value: string | boolean) => {
    setValues((now) => ({ ...now, [name]: value }));
    filling.reset();
  };
  const wrong = wrongValues(filling.error);
  const { data } = filling;
  return (
    <Dialog title="Fill in" about={title} form onClose={onClose}>
      <DialogForm onSubmit={submit} onKeyDown={submitOnEnter} autoComplete="off">
        <DialogBody label="Values">
          <ParameterFields
            parameters={parameters}
            values={values}
            onChange={change}
            wrong={wrong}
          />
          {filling.error && Object.keys(wrong).length === 0 && (
            <p className={css.refusal} role="alert">
              Not filled in. {messageOf(filling.error)}
            </p>
          )}
          {data?.warnings.map((warning) => (
            <p key={warning} className={css.secret} role="note">
              {warning}
            </p>
          ))}
          {data && (
            <CodeView
              code={data.script}
              language={language}
              fileName={fileName(title, language)}
              label="Finished script"
            />
          )}
        </DialogBody>
        <DialogFooter>
          <span className={kit.meta}>
            {data
              ? "Read it before you run it. FlowPilot runs nothing and keeps no value."
              : `Version ${script.version}`}
          </span>
          <Button look="ghost" onClick={onClose}>
            Close
          </Button>
          <Button type="submit" look="primary" aria-disabled={filling.isPending || undefined}>
            {filling.isPending ? "Filling in…" : "Fill in"}
          </Button>
        </DialogFooter>
      </DialogForm>
    </Dialog>
  );
}

/** The first message for each value that was refused. */
function wrongValues(error: unknown): Record<string, string> {
  if (!hasCode(error, "validation_failed")) return {};
  const found = (error.detail.values ?? {}) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(found).map(([name, messages]) => [name, String([messages].flat()[0])]),
  );
}
