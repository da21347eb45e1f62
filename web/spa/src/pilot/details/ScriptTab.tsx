/** The fix's steps and the script that the copilot drafted for it. Scripts never run from the browser. */
import { Suspense } from "react";
import type { Fix, Step } from "~/api/types";
import { lazyPart } from "~/ui/lazyPart";
import { Skeleton } from "~/ui/Skeleton";
import css from "./details.module.css";

const FixScript = lazyPart(() => import("./script/FixScript"));

interface ScriptTabProps {
  fix: Fix | null;
  /** The session's steps, which say whether somebody changed the draft. */
  steps: readonly Step[];
  mayChange: boolean;
}

export function ScriptTab({ fix, steps, mayChange }: ScriptTabProps) {
  if (!fix) {
    return (
      <section className={css.section}>
        <p className={css.none}>
          No fix is proposed yet. Its steps and its script will appear here.
        </p>
      </section>
    );
  }
  return (
    <>
      <section aria-labelledby="steps-title" className={css.section}>
        <h2 id="steps-title" className={css.title} dir="auto">
          {fix.title}
        </h2>
        {fix.rationale && <p className={css.why}>{fix.rationale}</p>}
        {fix.steps.length > 0 && (
          <ol className={css.steps}>
            {fix.steps.map((step, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a fix never change, and two may read the same.
              <li key={index} dir="auto">
                {step}
              </li>
            ))}
          </ol>
        )}
      </section>
      <Suspense fallback={<Skeleton heights={[24, 120]} label="Loading the script" />}>
        <FixScript key={fix.id} fix={fix} isEdited={isEdited(fix, steps)} mayChange={mayChange} />
      </Suspense>
    </>
  );
}

function isEdited({ id }: Fix, steps: readonly Step[]): boolean {
  return steps.some(({ data }) => data.kind === "fix_drafted" && data.fix_id === id);
}
