/** The copilot drafts a tree, from a description or from a session that was solved. A person checks and publishes it. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import { keys } from "~/api/keys";
import { searchSessions } from "~/api/sessions";
import { clientAndTicket, headline } from "~/lib/text";
import { useCalm } from "~/lib/useCalm";
import { DialogFoot } from "~/pilot/dialogs/DialogFoot";
import dialogs from "~/pilot/dialogs/dialogs.module.css";
import { useConfirmedClose } from "~/pilot/dialogs/useConfirmedClose";
import { Combobox, type Option } from "~/ui/Combobox";
import { Dialog } from "~/ui/Dialog";
import { TextAreaField } from "~/ui/Field";
import { Segmented } from "~/ui/Segmented";
import type { TreeDialogProps } from "./NewTreeDialog";
import { useTreeRequest } from "./useTreeRequest";

/** The API's limit. */
const LONGEST = 4_000;
const MAX_SESSIONS = 50;

type From = "description" | "session";

const FROM = [
  { value: "description", label: "A description" },
  { value: "session", label: "A solved session" },
] as const;

export default function DraftTreeDialog({ onClose, onMade }: TreeDialogProps) {
  const [from, setFrom] = useState<From>("description");
  const [text, setText] = useState("");
  const [solved, setSolved] = useState<Option | null>(null);
  const [wasTried, setWasTried] = useState(false);
  const first = useRef<HTMLTextAreaElement>(null);
  const queries = useQueryClient();
  const closing = useConfirmedClose(text.trim() !== "", onClose, first);
  const request = useTreeRequest((treeId) => {
    void queries.invalidateQueries({ queryKey: keys.trees });
    onClose();
    onMade(treeId);
  });
  const isMissing = from === "description" ? !text.trim() : !solved;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setWasTried(true);
    if (isMissing || request.isBusy || text.length > LONGEST) return;
    request.ask(
      from === "session" && solved ? { session_id: solved.id } : { description: text.trim() },
    );
  };
  return (
    <Dialog title="Draft a tree with Copilot" initialFocus={first} onClose={closing.close}>
      <form className={dialogs.form} noValidate onSubmit={submit}>
        <Segmented label="From" value={from} options={FROM} onChoose={setFrom} />
        {from === "description" ? (
          <TextAreaField
            ref={first}
            label="What is it about?"
            hint="The problem, what you check in which order, and what fixes it."
            error={wasTried && isMissing ? "Describe the problem." : undefined}
            rows={6}
            maxLength={LONGEST}
            dir="auto"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        ) : (
          <SolvedSession
            value={solved}
            onChoose={setSolved}
            error={wasTried && isMissing ? "Choose the session." : undefined}
          />
        )}
        {request.isBusy && (
          <p className={dialogs.said} role="status">
            The copilot is drafting the tree. It opens when it is ready; if you close this, you find
            it under Drafts.
          </p>
        )}
        {request.problem && !request.isBusy && (
          <p className={dialogs.error} role="alert">
            No tree was drafted. Your text is kept. {request.problem}
          </p>
        )}
        <DialogFoot closing={closing} verb="Draft" busy="Drafting…" isBusy={request.isBusy} />
      </form>
    </Dialog>
  );
}

interface SolvedSessionProps {
  value: Option | null;
  onChoose: (option: Option | null) => void;
  error: string | undefined;
}

function SolvedSession({ value, onChoose, error }: SolvedSessionProps) {
  const [words, setWords] = useState("");
  const q = useCalm(words);
  const found = useQuery({
    queryKey: keys.sessionsFound(q),
    queryFn: ({ signal }) => searchSessions(q, MAX_SESSIONS, signal),
    placeholderData: (before) => before,
  });
  const options = (found.data ?? [])
    .filter(({ status }) => status === "resolved")
    .map((each) => ({
      id: each.id,
      name: headline(each),
      about: clientAndTicket(each) || undefined,
    }));
  return (
    <Combobox
      label="Session"
      placeholder="Problem, client or message"
      hint="What was tried there, and what fixed it, becomes the tree."
      none="No solved session matches."
      options={options}
      value={value}
      onChoose={onChoose}
      onWords={setWords}
      isLoading={found.isPending}
      error={error}
    />
  );
}
