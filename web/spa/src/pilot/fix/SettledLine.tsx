/** A fix with a final outcome: one line, until the conversation continues. */
import type { Fix } from "~/api/types";
import { classes } from "~/lib/classes";
import { Button } from "~/ui/Button";
import { GuardedButton } from "~/ui/GuardedButton";
import { RelativeTime } from "~/ui/RelativeTime";
import css from "./fix.module.css";
import { fixMode } from "./fixMode";
import { MODES, settledFixText } from "./fixText";

export function SettledLine({ fix, ...on }: SettledActionsProps) {
  const { icon: Icon, tone } = MODES[fixMode(fix)];
  return (
    <section aria-label="Suggested fix" className={css.settled}>
      <Icon
        size={14}
        strokeWidth={1.5}
        aria-hidden="true"
        className={classes(css.icon, css[tone])}
      />
      <p className={css.text} dir="auto">
        <b>{fix.title}</b> {settledFixText(fix)}
      </p>
      {fix.verified_at && <RelativeTime at={fix.verified_at} focusable />}
      <SettledActions fix={fix} {...on} />
    </section>
  );
}

interface SettledActionsProps {
  fix: Fix;
  onConclude: (() => void) | null;
  onNextFix: (() => void) | null;
}

export function SettledActions({ fix, onConclude, onNextFix }: SettledActionsProps) {
  return (
    <>
      {fix.status === "applied_success" && onConclude && (
        <GuardedButton small look="ghost" onClick={onConclude}>
          Conclude
        </GuardedButton>
      )}
      {onNextFix && (
        <Button small look="ghost" onClick={onNextFix}>
          Next fix
        </Button>
      )}
    </>
  );
}
