/** What of the session an answer is not based on, in words, with the messages on demand. */
import { useContext } from "react";
import type { Cut } from "~/api/types";
import { count, nameOf } from "~/lib/text";
import { StepLink } from "../stepLinks";
import { ClockTime } from "./ClockTime";
import css from "./cut.module.css";
import { RecordContext } from "./recordContext";

export default function CutNote({ cut }: { cut: Cut }) {
  const parts = cut.in_part ?? [];
  if (parts.length === 0) return <p className={css.note}>{cutText(cut)}</p>;
  return (
    <details className={css.note}>
      <summary>{cutText(cut)}</summary>
      <ul className={css.parts}>
        {parts.map((part) => (
          <li key={part.step_id}>
            <Part stepId={part.step_id} lines={part.lines_omitted} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Part({ stepId, lines }: { stepId: string; lines: number }) {
  const step = useContext(RecordContext)(stepId);
  const left = lines > 0 ? `${count(lines, "line")} not read` : "a part of a long line not read";
  if (!step) return `An earlier message: ${left}`;
  return (
    <>
      <StepLink stepId={step.id}>
        {nameOf(step.author)}, <ClockTime at={step.created_at} />
      </StepLink>
      : {left}
    </>
  );
}

/** One sentence for each way in which the session was cut. */
export function cutText(cut: Cut): string {
  const { in_part = [], shortened = 0, summarised = 0, omitted = 0, images = 0 } = cut;
  return [
    in_part.length === 1 &&
      "The copilot read the first and last part of one long message, and its error lines.",
    in_part.length > 1 &&
      `The copilot read the first and last part of ${in_part.length} long messages, and their error lines.`,
    summarised > 0 && `It read ${count(summarised, "earlier message")} as a summary.`,
    shortened > 0 && `It read the beginning and the end of ${count(shortened, "earlier message")}.`,
    omitted > 0 && `It did not read ${count(omitted, "earlier message")}.`,
    images > 0 && `It did not see ${count(images, "image")}.`,
  ]
    .filter((sentence) => sentence !== false)
    .join(" ")
    .replace(/^It /, "The copilot ");
}
