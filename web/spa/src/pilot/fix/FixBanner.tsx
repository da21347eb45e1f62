/** The docked banner of a session's fix. What it offers is derived from the fix alone, see `fixMode.ts`. */
import { ChevronDown, ChevronUp } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { Fix, Outcome, Step } from "~/api/types";
import { classes } from "~/lib/classes";
import { PHONE, useMedia } from "~/lib/useMedia";
import { announce } from "~/ui/announcer";
import { Button, IconButton } from "~/ui/Button";
import { Pill } from "~/ui/Pill";
import { FixActions, type FixHandlers } from "./FixActions";
import { FixDetails, FixLine } from "./FixLine";
import css from "./fix.module.css";
import { fixMode } from "./fixMode";
import { OutcomeForm } from "./OutcomeForm";
import type { FixActs } from "./useFixes";
import { MODES, notesOf, QUESTIONS } from "./words";

interface FixBannerProps {
  fix: Fix;
  /** The step that recorded its last outcome. */
  record: Step | null;
  acts: FixActs;
  canAct: boolean;
  onEscalate: (() => void) | null;
  onConclude: (() => void) | null;
  onNextFix: () => void;
}

export function FixBanner({ fix, record, acts, canAct, ...go }: FixBannerProps) {
  const mode = fixMode(fix);
  const { pill, tone } = MODES[mode];
  const [isFolded, setIsFolded] = useFolded(canAct);
  const asking = useAsking(fix, acts);
  const banner = useFollowedFocus(fix, asking.outcome);
  const on: FixHandlers = {
    apply: () => void acts.apply(fix),
    record: asking.record,
    escalate: go.onEscalate,
    conclude: go.onConclude,
    nextFix: go.onNextFix,
  };
  return (
    <section
      ref={banner}
      aria-label="Suggested fix"
      className={classes(css.banner, tone !== "plain" && css[tone], isFolded && css.folded)}
      onKeyDown={pressNumbered}
    >
      <div className={css.head}>
        <Pill tone={tone}>{pill}</Pill>
        <h2 className={css.title}>{fix.title}</h2>
        <FoldButton isFolded={isFolded} canAct={canAct} onFold={setIsFolded} />
      </div>
      {!isFolded && (
        <>
          <FixLine fix={fix} record={record} />
          <FixDetails fix={fix} />
          {asking.form ?? (canAct && <FixActions mode={mode} on={on} />)}
        </>
      )}
      {acts.refusal && <p className={css.refusal}>Not recorded. {acts.refusal}</p>}
    </section>
  );
}

/** Folded where there is little room or nothing to do, until the user says otherwise. */
function useFolded(canAct: boolean): [boolean, (isFolded: boolean) => void] {
  const isPhone = useMedia(PHONE);
  const [chosen, setChosen] = useState<boolean | null>(null);
  return [chosen ?? (isPhone || !canAct), setChosen];
}

interface FoldButtonProps {
  isFolded: boolean;
  canAct: boolean;
  onFold: (isFolded: boolean) => void;
}

function FoldButton({ isFolded, canAct, onFold }: FoldButtonProps) {
  if (isFolded && canAct) {
    return (
      <Button small aria-expanded={false} onClick={() => onFold(false)}>
        Respond
      </Button>
    );
  }
  const Icon = isFolded ? ChevronUp : ChevronDown;
  return (
    <IconButton
      small
      label={isFolded ? "Unfold" : "Fold"}
      aria-expanded={!isFolded}
      tip="above"
      onClick={() => onFold(!isFolded)}
    >
      <Icon size={16} strokeWidth={1.5} />
    </IconButton>
  );
}

/** Which outcome waits for its words, and the form that asks for them. */
function useAsking(fix: Fix, acts: FixActs) {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [notes, setNotes] = useState("");
  const record = (next: Outcome) => {
    if (!QUESTIONS[next]) return void acts.report(fix, { outcome: next });
    setNotes((typed) => typed || (fix.status === next ? (notesOf(fix) ?? "") : ""));
    setOutcome(next);
  };
  const send = async () => {
    if (!outcome) return;
    setOutcome(null);
    if (await acts.report(fix, { outcome, notes: notes.trim() })) setNotes("");
  };
  const form = outcome && (
    <OutcomeForm
      outcome={outcome}
      notes={notes}
      onNotes={setNotes}
      onRecord={send}
      onCancel={() => setOutcome(null)}
    />
  );
  return { outcome, form, record };
}

/** A mode change takes away the button that was pressed: focus goes to the first one of the new mode, and the change is announced. */
function useFollowedFocus(fix: Fix, asked: Outcome | null) {
  const banner = useRef<HTMLElement>(null);
  const mode = fixMode(fix);
  const shown = useRef({ mode, asked });
  useEffect(() => {
    const before = shown.current;
    shown.current = { mode, asked };
    if (before.mode !== mode) announce(`Fix is now ${MODES[mode].now}.`);
    const wentAway = before.mode !== mode || (before.asked && !asked);
    if (wentAway && document.activeElement === document.body) focusFirst(banner.current);
  }, [mode, asked]);
  return banner;
}

function focusFirst(banner: HTMLElement | null): void {
  banner?.querySelector<HTMLElement>("[data-fix-action]")?.focus();
}

function pressNumbered(event: KeyboardEvent<HTMLElement>): void {
  const isTyping = event.target instanceof HTMLTextAreaElement;
  const place = Number(event.key);
  if (isTyping || !(place >= 1 && place <= 4)) return;
  event.preventDefault();
  event.currentTarget.querySelectorAll<HTMLElement>("[data-fix-action]")[place - 1]?.click();
}
