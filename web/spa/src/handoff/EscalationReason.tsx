/** The reason for the escalation, in the escalator's own words. */
import type { Person } from "~/api/types";
import { Avatar } from "~/ui/Avatar";
import css from "./handoff.module.css";

export function EscalationReason({ by, reason }: { by: Person; reason: string | null }) {
  if (!reason) return null;
  return (
    <blockquote className={css.reason}>
      <Avatar name={by.name} size="large" />
      <div>
        <p className={css.asker}>{by.name} asks</p>
        <p className={css.say} dir="auto">
          “{reason}”
        </p>
      </div>
    </blockquote>
  );
}
