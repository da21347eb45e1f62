/** Consecutive log lines. The newest few are shown, and older ones are folded into one line. */
import { ChevronRight } from "lucide-react";
import { memo, type ReactNode } from "react";
import type { Step } from "~/api/types";
import { classes } from "~/lib/classes";
import { serverNow } from "~/lib/serverTime";
import { count, firstName, nameOf } from "~/lib/text";
import { clockTime } from "~/lib/time";
import { useLogin } from "~/login/LoginProvider";
import { mapByIndex } from "~/prose/mapByIndex";
import { anchorOf } from "../stepLinks";
import { ClockTime } from "./ClockTime";
import css from "./log.module.css";
import { logLine, summary } from "./logText";

/** Returns the buttons for what a line says, or null. */
export type LineActions = (step: Step) => ReactNode;

const SHOWN = 3;

interface LogGroupProps {
  steps: Step[];
  actions: LineActions | undefined;
}

export const LogGroup = memo(function LogGroup({ steps, actions }: LogGroupProps) {
  const folded = steps.slice(0, foldedOf(steps.length));
  const shown = steps.slice(folded.length);
  return (
    <div className={css.group}>
      {folded.length > 0 && <Folded steps={folded} />}
      <ul className={css.log} aria-label={`Events, ${spanOf(shown)}`}>
        {shown.map((step) => (
          <Line key={step.id} step={step} actions={actions} />
        ))}
      </ul>
    </div>
  );
});

/** Folding a single line would save nothing, and a group must never shrink when a line is added. */
function foldedOf(lines: number): number {
  return lines <= SHOWN ? 0 : Math.max(2, lines - SHOWN);
}

function spanOf(steps: Step[]): string {
  const times = [steps[0], steps.at(-1)].map((step) =>
    clockTime(step?.created_at ?? "", serverNow()),
  );
  return times[0] === times[1] ? `${times[0]}` : `${times[0]}–${times[1]}`;
}

function Folded({ steps }: { steps: Step[] }) {
  const names = [
    ...new Set(steps.flatMap(({ author }) => (author ? [firstName(nameOf(author))] : []))),
  ];
  return (
    <details className={css.folded}>
      <summary className={css.line}>
        <ChevronRight size={14} strokeWidth={1.5} className={css.chevron} />
        <span>
          <b>{count(steps.length, "step")}</b>
          {names.length > 0 && ` by ${names.join(" and ")}`}: {summary(steps)}
        </span>
        <span className={css.time}>{spanOf(steps)}</span>
      </summary>
      <ul className={css.log} aria-label={`Events, ${spanOf(steps)}`}>
        {steps.map((step) => (
          <Line key={step.id} step={step} actions={undefined} />
        ))}
      </ul>
    </details>
  );
}

interface LineProps {
  step: Step;
  actions: LineActions | undefined;
}

function Line({ step, actions }: LineProps) {
  const { user } = useLogin();
  const { icon: Icon, tone, words } = logLine(step, user.id);
  return (
    <li id={anchorOf(step.id)} className={css.line}>
      <Icon
        size={14}
        strokeWidth={1.5}
        className={classes(css.icon, css[tone])}
        aria-hidden="true"
      />
      <span className={css.words} dir="auto">
        {mapByIndex(words, (part) => (typeof part === "string" ? part : <b>{part.strong}</b>))}
      </span>
      <span className={css.end}>
        {actions?.(step)}
        <ClockTime at={step.created_at} />
      </span>
    </li>
  );
}
