/** The values of a draft's own parameters, and the draft with them. They end with the tab; a secret's is stored nowhere. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { renderDraft } from "~/api/fixTemplates";
import { keys } from "~/api/keys";
import { fetchFacts } from "~/api/sessions";
import type { Fact, Fix, ScriptParameter } from "~/api/types";
import { newKey } from "~/lib/ids";
import { useIsViewer } from "~/login/LoginProvider";
import { initialValues, namesIn, sentValues, type TypedValues } from "~/scripts/parameters";

/** The kinds of facts that a parameter of the type can take its value from. */
const KINDS: Partial<Record<string, readonly string[]>> = {
  host: ["host", "device", "server"],
  address: ["address"],
  user: ["user", "account"],
  path: ["path"],
};

export type DraftFilling = ReturnType<typeof useDraftValues>;

export function useDraftValues(fix: Fix) {
  const isViewer = useIsViewer();
  const parameters = parametersOf(fix);
  const facts = useQuery({
    queryKey: keys.facts(fix.session_id),
    queryFn: () => fetchFacts(fix.session_id),
    enabled: parameters.length > 0,
  });
  const [typed, setTyped] = useState<TypedValues>({});
  const values = { ...valuesOf(parameters, facts.data ?? []), ...typed };
  const rendering = useMutation({
    mutationFn: (_: { use: (finished: string) => void }) =>
      renderDraft(fix, sentValues(parameters, values), newKey()),
    onSuccess: ({ script }, { use }) => use(script),
    // Nothing of a secret stays when the script is gone.
    gcTime: 0,
  });
  return {
    parameters,
    values,
    change: (name: string, value: string | boolean) => {
      rendering.reset();
      setTyped((now) => ({ ...now, [name]: value }));
    },
    forget: () => setTyped({}),
    error: rendering.error,
    warnings: rendering.data?.warnings ?? [],
    /** Undefined where the draft is handed over as it is. */
    handOver:
      parameters.length === 0 || isViewer
        ? undefined
        : (use: (finished: string) => void) => !rendering.isPending && rendering.mutate({ use }),
  };
}

/** One for each placeholder; the copilot leaves fields out. */
function parametersOf(fix: Fix): ScriptParameter[] {
  const given = (fix.ai_drafted_parameters ?? []) as ScriptParameter[];
  return namesIn(fix.ai_drafted_script ?? "").map((name) => {
    const known = given.find((one) => one.name === name);
    return { type: "text", required: true, ...known, name };
  });
}

/** A fact only where it is the only one of its kind. */
function valuesOf(parameters: ScriptParameter[], facts: readonly Fact[]): TypedValues {
  const own = initialValues(parameters);
  for (const { name, type } of parameters) {
    if (own[name]) continue;
    const fitting = facts.filter(({ kind }) => KINDS[type ?? "text"]?.includes(kind));
    if (fitting.length === 1 && fitting[0]) own[name] = fitting[0].value;
  }
  return own;
}
