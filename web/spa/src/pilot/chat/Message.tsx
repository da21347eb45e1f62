/** A message of a person: initials, name, and a tinted bubble. */
import { memo } from "react";
import type { Step } from "~/api/types";
import { classes } from "~/lib/classes";
import { nameOf } from "~/lib/text";
import { PersonText } from "~/prose/PersonText";
import { Avatar } from "~/ui/Avatar";
import { Pill } from "~/ui/Pill";
import { anchorOf } from "../stepLinks";
import { attachmentsOf, questionOf, redactionsOf } from "../steps";
import { Attachments } from "./Attachments";
import { Byline } from "./Byline";
import { ClockTime } from "./ClockTime";
import { MessageTools } from "./MessageTools";
import css from "./transcript.module.css";

export const Message = memo(function Message({ step }: { step: Step }) {
  const name = nameOf(step.author);
  const isNote = step.kind === "note";
  return (
    <article id={anchorOf(step.id)} className={css.message}>
      <Avatar name={name} />
      <Byline author={name} at={<ClockTime at={step.created_at} />}>
        {isNote && <Pill>Note</Pill>}
        <MessageTools stepId={step.id} text={step.content} />
      </Byline>
      <div className={classes(css.said, isNote && css.note)}>
        {step.content && <Said step={step} />}
        <Attachments attachments={attachmentsOf(step)} />
      </div>
    </article>
  );
});

/** An answer stands below its question, which is the copilot's text. */
function Said({ step }: { step: Step }) {
  const asked = questionOf(step);
  const redactions = redactionsOf(step);
  if (!asked) return <PersonText text={step.content} redactions={redactions} />;
  const { question, start } = asked;
  const moved = redactions?.flatMap((place) =>
    place.start < start ? [] : [{ ...place, start: place.start - start, end: place.end - start }],
  );
  return (
    <>
      <p className={css.question} dir="auto">
        {question}
      </p>
      <PersonText text={step.content.slice(start)} redactions={moved} />
    </>
  );
}
