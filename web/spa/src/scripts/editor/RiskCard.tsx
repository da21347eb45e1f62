/** What the script can do at worst, and why. Each reason leads to its line. */
import { Info, TriangleAlert } from "lucide-react";
import type { Script } from "~/api/scripts";
import { classes } from "~/lib/classes";
import kit from "~/ui/kit.module.css";
import { RiskPill } from "../RiskPill";
import { RISKS, type ScriptRisk } from "../words";
import css from "./editor.module.css";
import type { Check } from "./useCheck";

interface RiskCardProps {
  script: Pick<Script, "risk" | "risk_reasons"> | null;
  /** Null for code that nobody edits: it was checked when it was saved. */
  check: Check | null;
  onLine?: (line: number) => void;
}

const GRAVITY: readonly ScriptRisk[] = ["reads", "changes", "destroys"];

export function RiskCard({ script, check, onLine }: RiskCardProps) {
  const risk = check?.found?.risk ?? script?.risk ?? "reads";
  const reasons = check?.found?.risk_reasons ?? script?.risk_reasons ?? [];
  const isSaid = script !== null && GRAVITY.indexOf(script.risk) > GRAVITY.indexOf(risk);
  const shown = isSaid ? script.risk : risk;
  return (
    <section className={classes(kit.card, kit.padded, css.risk)} aria-labelledby="risk-title">
      <div className={kit.line}>
        <h2 id="risk-title">Risk</h2>
        <span className={kit.end}>
          <RiskPill risk={shown} withIcon />
        </span>
      </div>
      {reasons.length > 0 && (
        <ul className={css.reasons}>
          {reasons.map((reason) => (
            <li key={reason}>
              <Reason reason={reason} isGrave={risk === "destroys"} onLine={onLine} />
            </li>
          ))}
        </ul>
      )}
      {reasons.length === 0 && <p className={kit.secondary}>{RISKS[shown].about}</p>}
      {isSaid && <p className={kit.meta}>It was saved with this risk; the code alone has less.</p>}
      <p className={kit.meta}>FlowPilot writes and checks scripts; it never runs them.</p>
    </section>
  );
}

interface ReasonProps {
  reason: string;
  isGrave: boolean;
  onLine: ((line: number) => void) | undefined;
}

function Reason({ reason, isGrave, onLine }: ReasonProps) {
  const Icon = isGrave ? TriangleAlert : Info;
  const line = Number(/\bline (\d+)/i.exec(reason)?.[1] ?? 0);
  const text = (
    <>
      <Icon size={14} strokeWidth={1.5} className={isGrave ? css.isDanger : css.isWarn} />
      <span>{reason}</span>
    </>
  );
  if (!line || !onLine) return <span className={css.jump}>{text}</span>;
  return (
    <button type="button" className={css.jump} onClick={() => onLine(line)}>
      {text}
    </button>
  );
}
