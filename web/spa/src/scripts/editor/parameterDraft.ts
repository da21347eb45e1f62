/** A parameter as the dialog edits it, and what is wrong with it. The server decides; these are the faults that can be told at once. */
import type { ScriptParameter } from "~/api/types";
import type { ParameterKind } from "../words";

export const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,49}$/;

export function freshParameter(name = "", type: ParameterKind = "text"): ScriptParameter {
  return {
    name,
    label: "",
    type,
    required: true,
    default: null,
    choices: null,
    pattern: null,
    help: null,
  };
}

/** As typed: one choice a line. */
export interface ParameterDraft {
  name: string;
  label: string;
  type: ParameterKind;
  required: boolean;
  default: string;
  choices: string;
  pattern: string;
  help: string;
}

export function draftOf(parameter: ScriptParameter): ParameterDraft {
  return {
    name: parameter.name,
    label: parameter.label ?? "",
    type: parameter.type ?? "text",
    required: parameter.required ?? true,
    default: parameter.default ?? "",
    choices: parameter.choices?.join("\n") ?? "",
    pattern: parameter.pattern ?? "",
    help: parameter.help ?? "",
  };
}

export function parameterOf(draft: ParameterDraft): ScriptParameter {
  const isChoice = draft.type === "choice";
  const isText = draft.type !== "boolean" && !isChoice;
  return {
    name: draft.name.trim(),
    label: draft.label.trim(),
    type: draft.type,
    required: draft.required,
    default: draft.type === "secret" ? null : draft.default || null,
    choices: isChoice ? choicesOf(draft) : null,
    pattern: isText ? draft.pattern || null : null,
    help: draft.help.trim() || null,
  };
}

export function choicesOf({ choices }: ParameterDraft): string[] {
  const lines = choices.split("\n").map((line) => line.trim());
  return [...new Set(lines.filter(Boolean))];
}

export function faultsOf(
  draft: ParameterDraft,
  others: readonly ScriptParameter[],
): Partial<Record<keyof ParameterDraft, string>> {
  const name = draft.name.trim();
  const choices = choicesOf(draft);
  const isUnfit = draft.type === "choice" && draft.default && !choices.includes(draft.default);
  return {
    ...(!NAME.test(name) && { name: "Letters, digits and underscores, beginning with no digit." }),
    ...(others.some((other) => other.name === name) && {
      name: "Another parameter has this name.",
    }),
    ...(draft.type === "choice" &&
      choices.length === 0 && { choices: "Give at least one choice." }),
    ...(isUnfit && { default: "The default is one of the choices." }),
  };
}
