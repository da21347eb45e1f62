/** The banner's text about its fix: what it does, how to check it or what it waits for, and since when. */
import type { ReactNode } from "react";
import type { Fix } from "~/api/types";
import { capitalised } from "~/lib/text";
import { clockTime, useNow } from "~/lib/time";
import { RelativeTime } from "~/ui/RelativeTime";
import css from "./fix.module.css";
import type { FixMode } from "./fixMode";
import { notesOf } from "./fixText";

interface FixLineProps {
  fix: Fix;
  mode: FixMode;
  /** Whose words the copilot read as an outcome. */
  saidBy: string;
}

export function FixLine({ fix, mode, saidBy }: FixLineProps) {
  const now = useNow();
  const text = sentence(mode, fix, saidBy) + (mode === "pending" ? reminderText(fix, now) : "");
  return (
    <p className={css.text} title={text} dir="auto">
      {text}
    </p>
  );
}

function reminderText({ remind_at }: Fix, now: number): string {
  return remind_at ? ` · Reminder ${clockTime(remind_at, now)}` : "";
}

function sentence(mode: FixMode, fix: Fix, saidBy: string): string {
  const notes = notesOf(fix);
  switch (mode) {
    case "proposed":
      return fix.rationale ?? "";
    case "nudge":
      return "No word since you applied it.";
    case "confirming":
      return `${saidBy} wrote: “${fix.ai_outcome_proposal?.quote}”`;
    case "pending":
      return `Waits on: ${notes}`;
    case "partial":
      return `Still fails: ${notes}`;
    default:
      return "Check whether the problem is gone, then say what the fix did.";
  }
}

/** Beside the title: the risk of a proposed fix, or since when it has been tried. */
export function FixSince({ fix, mode }: Omit<FixLineProps, "saidBy">) {
  if (mode === "proposed") return fix.risk ? <Meta>{capitalised(fix.risk)} risk</Meta> : null;
  if (!fix.applied_at) return null;
  return (
    <Meta>
      applied <RelativeTime at={fix.applied_at} focusable tip="start" />
    </Meta>
  );
}

function Meta({ children }: { children: ReactNode }) {
  return <span className={css.meta}>{children}</span>;
}
