/** Concludes a session: its write-up, how the engineer knows, and the time spent. Asks first about a fix without an outcome. */
import { useRef, useState } from "react";
import type { AiSession, Fix } from "~/api/types";
import { clientAndTicket, headline } from "~/lib/text";
import { Dialog } from "~/ui/Dialog";
import { Segmented } from "~/ui/Segmented";
import css from "../dialogs/dialogs.module.css";
import { OutcomeQuestion } from "../dialogs/OutcomeQuestion";
import { useConfirmedClose } from "../dialogs/useConfirmedClose";
import { useOutcomeFirst } from "../dialogs/useOutcomeFirst";
import type { FixMutations } from "../fix/useFixes";
import { ConcludeForm } from "./ConcludeForm";
import { useConclusion } from "./useConclusion";

interface ConcludeDialogProps {
  aiSession: AiSession;
  fix: Fix | null;
  acts: FixMutations;
  /** True if opening the dialog recorded success on a fix that was waiting for verification. */
  recordedSuccess: boolean;
  onClose: () => void;
}

export type Text = "note" | "package";

const TEXTS = [
  { value: "note", label: "Resolution note" },
  { value: "package", label: "Escalation package" },
] as const;

export default function ConcludeDialog(props: ConcludeDialogProps) {
  const { aiSession, fix, acts, recordedSuccess, onClose } = props;
  const asking = useOutcomeFirst(fix, acts);
  const [text, setText] = useState<Text>("note");
  const area = useRef<HTMLTextAreaElement>(null);
  const conclusion = useConclusion(aiSession);
  const isTyped = asking.hasNotes || conclusion.hasText;
  const discard = () => {
    conclusion.forget();
    onClose();
  };
  const closing = useConfirmedClose(isTyped, discard, asking.fix ? asking.field : area);
  if (asking.fix) {
    return (
      <Dialog title="Conclude" initialFocus={asking.first} onClose={closing.close}>
        <OutcomeQuestion fix={asking.fix} asking={asking} lastAnswer="leave" closing={closing} />
      </Dialog>
    );
  }
  const about = [headline(aiSession), clientAndTicket(aiSession)].filter(Boolean).join(" · ");
  return (
    <Dialog
      title="Conclude"
      about={about}
      switcher={
        <Segmented label="Kind of write-up" value={text} options={TEXTS} onChoose={setText} />
      }
      form
      initialFocus={area}
      onClose={closing.close}
    >
      <ConcludeForm
        aiSession={aiSession}
        area={area}
        text={text}
        said={recordedSuccess && <p className={css.said}>Recorded: the fix worked.</p>}
        conclusion={conclusion}
        closing={closing}
        onDone={onClose}
      />
    </Dialog>
  );
}
