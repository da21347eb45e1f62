/** A citation in a reply: opens the case, guide or tree, or jumps to the message, fact or attempt; what is not on the screen is named. */
import { useState } from "react";
import type { Citation } from "~/api/types";
import { useShowTree } from "~/pilot/details/useShowTree";
import { anchorOf, anchorOfAttempt, jumpTo } from "~/pilot/stepLinks";
import { Popover } from "~/ui/Popover";
import { CaseDialog } from "./CaseDialog";
import css from "./citation.module.css";
import { GuideDialog } from "./GuideDialog";

const NAMES = {
  case: "Case",
  guide: "Guide",
  tree: "Tree",
  step: "Message",
  fact: "Fact",
  fix: "Fix",
  attempt: "Attempt",
} as const;

export default function CitationPlace({ citation }: { citation: Citation }) {
  const [isOpen, setIsOpen] = useState(false);
  const name = NAMES[citation.kind];
  const showTree = useShowTree();
  const open = (opens: boolean) => setIsOpen(opens && !leadsTo(citation));
  const opensDialog = citation.kind === "case" || citation.kind === "guide";
  const isTree = citation.kind === "tree";
  const act = isTree ? () => showTree(citation) : () => setIsOpen(true);
  const close = () => setIsOpen(false);
  const chip = (
    <button
      type="button"
      className={css.chip}
      aria-label={`${citation.ref}, ${name.toLowerCase()}: ${citation.title}`}
      title={citation.title}
      onClick={opensDialog || isTree ? act : undefined}
    >
      {citation.ref}
    </button>
  );
  if (isTree) return chip;
  if (opensDialog) {
    return (
      <>
        {chip}
        {isOpen && citation.kind === "case" && <CaseDialog caseId={citation.id} onClose={close} />}
        {isOpen && citation.kind === "guide" && (
          <GuideDialog guideId={citation.id} onClose={close} />
        )}
      </>
    );
  }
  return (
    <Popover label={name} isOpen={isOpen} onOpenChange={open} trigger={chip}>
      <p dir="auto">{citation.title}</p>
    </Popover>
  );
}

/** Jumps to what is cited, if it is on the screen. An attempt is that of a fix, or of the step that records it. */
function leadsTo({ kind, id }: Citation): boolean {
  if (kind === "step") return jumpTo(anchorOf(id));
  if (kind === "fact") return jumpTo(`fact-${id}`);
  return jumpTo(anchorOfAttempt(id)) || jumpTo(anchorOf(id));
}
