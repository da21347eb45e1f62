import type { Documentation } from "~/api/types";

/** The label of the button that asks for a draft; undefined for a user who may not ask. */
export function verbFor({ can_edit, content }: Pick<Documentation, "can_edit" | "content">) {
  if (!can_edit) return undefined;
  return content ? "Draft again" : "Write it";
}
