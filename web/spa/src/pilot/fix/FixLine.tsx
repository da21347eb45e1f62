/** The banner's second line: what the fix is, or what came of it, since when and by whom. */
import type { Fix, Step } from "~/api/types";
import { RelativeTime } from "~/ui/RelativeTime";
import css from "./fix.module.css";
import { type FixMode, fixMode } from "./fixMode";
import { notesOf } from "./words";

interface FixLineProps {
  fix: Fix;
  /** The step that recorded the last outcome. */
  record: Step | null;
}

export function FixLine({ fix, record }: FixLineProps) {
  const mode = fixMode(fix);
  if (mode === "proposed") return <Proposal fix={fix} />;
  return (
    <p className={css.line}>
      {sentence(mode, fix)} · <Since fix={fix} mode={mode} record={record} />
    </p>
  );
}

function sentence(mode: FixMode, fix: Fix): string {
  const notes = notesOf(fix);
  switch (mode) {
    case "verifying":
      return "Check whether the problem is gone, then say what the fix did";
    case "pending":
      return `Waiting on: ${notes}`;
    case "partial":
      return `Still fails: ${notes}`;
    default:
      return notes ?? OUTCOMES[mode] ?? "";
  }
}

const OUTCOMES: Record<string, string> = {
  resolved: "The problem is gone",
  failed: "The problem is still there",
  dismissed: "Nobody follows this one",
};

function Since({ fix, mode, record }: FixLineProps & { mode: FixMode }) {
  if (mode === "verifying") return <When verb="applied" at={fix.applied_at ?? fix.created_at} />;
  const at = record?.created_at ?? fix.verified_at ?? fix.applied_at ?? fix.created_at;
  return (
    <>
      <When verb="recorded" at={at} />
      {record?.author && ` by ${record.author.name}`}
    </>
  );
}

function When({ verb, at }: { verb: string; at: string }) {
  return (
    <>
      {verb} <RelativeTime at={at} focusable tip="start" />
    </>
  );
}

function Proposal({ fix }: { fix: Fix }) {
  return (
    <>
      {fix.rationale && <p className={css.line}>{fix.rationale}</p>}
      {fix.risk && <p className={css.line}>Risk: {fix.risk}</p>}
    </>
  );
}

/** How to do it, folded away. Scripts never run from the browser. */
export function FixDetails({ fix }: { fix: Fix }) {
  return (
    <>
      {fix.steps.length > 0 && (
        <details>
          <summary className={css.summary}>How to apply it</summary>
          <ol className={css.steps}>
            {fix.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </details>
      )}
      {fix.ai_drafted_script && <Script code={fix.ai_drafted_script} />}
    </>
  );
}

function Script({ code }: { code: string }) {
  return (
    <details>
      <summary className={css.summary}>Script</summary>
      <p className={css.line}>Draft by Copilot. Read before you run it.</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard. */}
      <pre className={css.script} tabIndex={0}>
        {code}
      </pre>
    </details>
  );
}
