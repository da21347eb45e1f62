/** Takes a credential out of the code and puts the place of a value there. */
import type { Credential, ScriptContent } from "~/api/scripts";
import { freshParameter } from "./parameterDraft";

/** A name that no parameter has: "Password", "Password2". */
export function nameFor({ label }: Credential, taken: readonly string[]): string {
  const words = label.match(/[A-Za-z0-9]+/g) ?? ["Secret"];
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  const name = /^[A-Za-z_]/.test(joined) ? joined.slice(0, 45) : `Secret${joined.slice(0, 39)}`;
  if (!taken.includes(name)) return name;
  const next = taken.length + 2;
  return (
    [...Array(next).keys()].map((n) => `${name}${n + 2}`).find((each) => !taken.includes(each)) ??
    name
  );
}

/**
 * The draft without the credential. Quotes around the whole of it go too, because the value is filled in with its own. Columns and lengths
 * count characters, not UTF-16 units.
 */
export function withoutSecret(
  content: ScriptContent,
  credential: Credential,
  name: string,
): ScriptContent {
  const lines = content.body.split("\n");
  const line = [...(lines[credential.line - 1] ?? "")];
  let from = credential.column - 1;
  let to = from + credential.length;
  const before = line[from - 1];
  if (before !== undefined && /["']/.test(before) && line[to] === before) {
    from -= 1;
    to += 1;
  }
  const rest = [line.slice(0, from).join(""), `{{${name}}}`, line.slice(to).join("")].join("");
  lines[credential.line - 1] = rest;
  const parameter = { ...freshParameter(name, "secret"), label: credential.label };
  return {
    ...content,
    body: lines.join("\n"),
    parameters: [...content.parameters, parameter],
  };
}
