/** Who wrote a text, in words. */
import type { ClientUpdate, Documentation } from "~/api/types";
import { serverNow } from "~/lib/serverTime";
import { nameOf } from "~/lib/text";
import { ago } from "~/lib/time";
import { reasonOf } from "~/writeUps/failures";

export function sourceOf(text: Documentation | ClientUpdate): string {
  const { content, edited_by, edited_at, error, provider_label } = text;
  if (!content) return "Not written yet.";
  if (edited_at) return `Edited by ${nameOf(edited_by)}, ${ago(edited_at, serverNow())}.`;
  if (error) return `${reasonOf(error)} Made from the record without the copilot.`;
  return `Drafted by ${provider_label ?? "FlowPilot, from the record"}. Nobody has edited it.`;
}
