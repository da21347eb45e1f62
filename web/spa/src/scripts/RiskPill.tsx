/** What a script can do at worst. */
import { Pencil, TriangleAlert } from "lucide-react";
import { Pill } from "~/ui/Pill";
import { RISKS, type ScriptRisk } from "./words";

const ICONS = { reads: null, changes: Pencil, destroys: TriangleAlert };

interface RiskPillProps {
  risk: ScriptRisk;
  /** Not in lists, where the word is enough. */
  withIcon?: boolean;
}

export function RiskPill({ risk, withIcon }: RiskPillProps) {
  const { label, tone } = RISKS[risk];
  const Icon = withIcon ? ICONS[risk] : null;
  return (
    <Pill tone={tone} icon={Icon && <Icon size={12} strokeWidth={1.5} />}>
      <span className="hidden-words">Risk: </span>
      {label}
    </Pill>
  );
}
