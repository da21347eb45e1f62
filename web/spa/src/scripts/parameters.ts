/** The placeholders of a script's body, and the values that a person types for its parameters. */
import type { ScriptParameter } from "~/api/types";

/** The server decides; this only finds what is shown and offered. Matches inside another word too, which the server's check refuses. */
export const PLACEHOLDER = /\{\{([A-Za-z_][A-Za-z0-9_]{0,49})\}\}/;

/** Each name once, in the order of the body. */
export function namesIn(body: string): string[] {
  const found = body.matchAll(new RegExp(PLACEHOLDER.source, "g"));
  return [...new Set([...found].map(([, name]) => name as string))];
}

/** As they are typed: texts, and yes or no. */
export type TypedValues = Record<string, string | boolean>;

/** What the fields show before anything is typed. */
export function initialValues(parameters: readonly ScriptParameter[]): TypedValues {
  return Object.fromEntries(parameters.map((each) => [each.name, initialValue(each)]));
}

function initialValue({ type, default: value }: ScriptParameter): string | boolean {
  if (type === "boolean") return value === "true";
  return value ?? "";
}

/** For the call that fills them in: an empty field is no value. */
export function sentValues(
  parameters: readonly ScriptParameter[],
  typed: TypedValues,
): Record<string, string | boolean> {
  const sent = parameters.map(({ name }) => [name, typed[name]] as const);
  return Object.fromEntries(
    sent.filter(([, value]) => value !== undefined && value !== ""),
  ) as Record<string, string | boolean>;
}
