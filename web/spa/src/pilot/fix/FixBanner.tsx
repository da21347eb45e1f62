/** The fix above the composer, with its possible outcomes. Its mode depends only on the fix, see `fixMode.ts`. */
import { ListChecks, SquareTerminal } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import type { OutcomeReport } from "~/api/fixes";
import type { Fix, Outcome } from "~/api/types";
import { classes } from "~/lib/classes";
import { useNow } from "~/lib/time";
import { PHONE, useMedia } from "~/lib/useMedia";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import { Pill } from "~/ui/Pill";
import { FixActions } from "./FixActions";
import { FixLine, FixSince } from "./FixLine";
import css from "./fix.module.css";
import type { FixHandlers } from "./fixHandlers";
import { type FixMode, fixModeAt } from "./fixMode";
import { MODES, modeNews, notesOf, pillText, QUESTIONS } from "./fixText";
import { type Asked, OutcomeForm } from "./OutcomeForm";
import type { FixMutations } from "./useFixes";

interface FixBannerProps {
  fix: Fix;
  acts: FixMutations;
  canAct: boolean;
  /** Whose words the copilot read as an outcome: "You", or a first name. */
  saidBy: string;
  onEscalate: (() => void) | null;
  /** Opens the steps and the script beside the chat. */
  onShow: () => void;
}

export function FixBanner({ fix, acts, canAct, saidBy, onEscalate, onShow }: FixBannerProps) {
  const mode = fixModeAt(fix, useNow());
  const isPhone = useMedia(PHONE);
  const [isOpened, setIsOpened] = useState(false);
  const isFolded = isPhone && !isOpened;
  const refusal = acts.refusalOf(fix);
  const asking = useAsking(fix, acts);
  const banner = useFollowedFocus(modeNews(fix, mode), mode, asking.outcome);
  const on: FixHandlers = {
    apply: () => void acts.apply(fix),
    record: asking.record,
    confirm: () =>
      fix.ai_outcome_proposal && void acts.report(fix, confirmed(fix.ai_outcome_proposal)),
    notYet: () => void acts.reject(fix),
    escalate: onEscalate,
  };
  return (
    <section
      ref={banner}
      tabIndex={-1}
      aria-label="Suggested fix"
      className={classes(css.fix, css[MODES[mode].tone])}
    >
      <div className={css.line}>
        <ModePill fix={fix} mode={mode} />
        <h2 className={css.title} dir="auto">
          {fix.title}
        </h2>
        <FixSince fix={fix} mode={mode} />
        {isFolded && canAct && (
          <Button small aria-expanded={false} onClick={() => setIsOpened(true)}>
            Respond
          </Button>
        )}
        {!isPhone && <DetailsButtons fix={fix} onShow={onShow} />}
      </div>
      {!isFolded &&
        (asking.form ?? (
          <div className={css.second}>
            <FixLine fix={fix} mode={mode} saidBy={saidBy} />
            {canAct && <FixActions resetKey={`${fix.id} ${mode}`} mode={mode} on={on} />}
          </div>
        ))}
      {refusal && <p className={css.refusal}>Not recorded. {refusal}</p>}
    </section>
  );
}

function ModePill({ fix, mode }: { fix: Fix; mode: FixMode }) {
  const { tone, icon: Icon } = MODES[mode];
  return (
    <Pill tone={tone} solid icon={<Icon size={12} strokeWidth={1.5} aria-hidden="true" />}>
      {pillText(fix, mode)}
    </Pill>
  );
}

function DetailsButtons({ fix, onShow }: { fix: Fix; onShow: () => void }) {
  return (
    <div className={css.sides}>
      {fix.steps.length > 0 && (
        <Button look="ghost" small onClick={onShow}>
          <ListChecks size={14} strokeWidth={1.5} /> Steps
        </Button>
      )}
      {fix.ai_drafted_script && (
        <Button look="ghost" small onClick={onShow}>
          <SquareTerminal size={14} strokeWidth={1.5} /> Script
        </Button>
      )}
    </div>
  );
}

/** The outcome that needs notes, and the form that asks for them. */
function useAsking(fix: Fix, acts: FixMutations) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const [typed, setTyped] = useState("");
  const record = (outcome: Outcome) => {
    if (!QUESTIONS[outcome]) return void acts.report(fix, { outcome });
    const notes = typed || (fix.status === outcome ? (notesOf(fix) ?? "") : "");
    setAsked({ outcome, notes, reminder: undefined });
  };
  const change = (part: Partial<Asked>) => {
    setAsked((now) => now && { ...now, ...part });
    if (part.notes !== undefined) setTyped(part.notes);
  };
  const send = async () => {
    if (!asked) return;
    setAsked(null);
    if (await acts.report(fix, reportOf(asked))) setTyped("");
  };
  const form = asked && (
    <OutcomeForm
      asked={asked}
      remindAt={fix.remind_at}
      onChange={change}
      onRecord={send}
      onCancel={() => setAsked(null)}
    />
  );
  return { outcome: asked?.outcome ?? null, form, record };
}

function reportOf({ outcome, notes, reminder }: Asked): OutcomeReport {
  const report = { outcome, notes: notes.trim() };
  return reminder === undefined ? report : { ...report, remind_at: reminder };
}

/** Confirming sends what the copilot noted, so that an outcome that needs notes has them. */
function confirmed({ outcome, notes }: NonNullable<Fix["ai_outcome_proposal"]>): OutcomeReport {
  return notes ? { outcome, notes } : { outcome };
}

/** A mode change removes the pressed button. The banner itself then takes the focus, never an outcome, and the change is announced. */
function useFollowedFocus(news: string, mode: FixMode, asked: Outcome | null) {
  const banner = useRef<HTMLElement>(null);
  const shown = useRef({ mode, asked });
  useEffect(() => {
    const before = shown.current;
    shown.current = { mode, asked };
    if (before.mode !== mode) announce(news);
    const wentAway = before.mode !== mode || (before.asked && !asked);
    if (wentAway && document.activeElement === document.body) banner.current?.focus();
  }, [news, mode, asked]);
  return banner;
}
