/** The assessment's suggested steps as chips, for the person who claimed. A chip fills the composer; it never sends. */
import { X } from "lucide-react";
import type { KeyboardEvent } from "react";
import { Button, IconButton } from "~/ui/Button";
import { chipText } from "./chipText";
import css from "./suggested.module.css";

interface SuggestedStepsProps {
  steps: string[];
  onPick: (step: string) => void;
  onHide: () => void;
}

export function SuggestedSteps({ steps, onPick, onHide }: SuggestedStepsProps) {
  return (
    <div className={css.strip}>
      <div
        role="group"
        aria-label="Suggested next steps"
        className={css.chips}
        onKeyDown={moveFocus}
      >
        {steps.map((step) => (
          <Button key={step} className={css.chip} title={step} onClick={() => onPick(step)}>
            <bdi>{chipText(step)}</bdi>
          </Button>
        ))}
      </div>
      <IconButton small label="Hide suggested steps" tip="above" onClick={onHide}>
        <X size={16} strokeWidth={1.5} />
      </IconButton>
    </div>
  );
}

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const by = STEPS[event.key];
  if (!by) return;
  event.preventDefault();
  const chips = [...event.currentTarget.querySelectorAll("button")];
  const here = chips.indexOf(document.activeElement as HTMLButtonElement);
  chips.at((here + by) % chips.length)?.focus();
}
