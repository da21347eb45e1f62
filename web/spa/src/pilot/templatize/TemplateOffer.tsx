/** Asks once whether the script that helped becomes a template, and shows the proposal: accept it, edit its parameters, or reject it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type RefObject, useRef, useState } from "react";
import { assistantErrorText } from "~/api/assistantErrors";
import { messageOf } from "~/api/errors";
import { fetchTemplatization, type Templatization, templatize } from "~/api/fixTemplates";
import type { Fix } from "~/api/types";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { useLiveEvents } from "~/live/LiveProvider";
import { CodeView } from "~/scripts/CodeView";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { ErrorState } from "~/ui/ErrorState";
import { GuardedButton } from "~/ui/GuardedButton";
import { Skeleton } from "~/ui/Skeleton";
import { languageOf } from "../details/script/language";
import { DiscardQuestion } from "../dialogs/DialogFoot";
import dialogs from "../dialogs/dialogs.module.css";
import { useConfirmedClose } from "../dialogs/useConfirmedClose";
import { Proposal } from "./Proposal";
import css from "./templatize.module.css";
import { useAskedTemplate } from "./useAskedTemplate";

const ASK_AGAIN_MS = 5_000;

interface TemplateOfferProps {
  fix: Fix;
  onClose: () => void;
}

export default function TemplateOffer({ fix, onClose }: TemplateOfferProps) {
  const [isEdited, setIsEdited] = useState(false);
  const first = useRef<HTMLButtonElement>(null);
  const { id, forget, asking, proposal } = useProposal(fix);
  const made = proposal.data;
  const closing = useConfirmedClose(isEdited, onClose, first);
  const end = () => {
    forget();
    onClose();
  };
  return (
    <Dialog
      title="Make a template of this script?"
      wide
      initialFocus={first}
      onClose={closing.close}
    >
      {!made && !id && <Question fix={fix} first={first} asking={asking} onClose={onClose} />}
      {id && proposal.isError && !made && (
        <ErrorState
          inline
          what="The proposal could not be loaded."
          error={proposal.error}
          onRetry={proposal.refetch}
        />
      )}
      {closing.isAsking && <DiscardQuestion closing={closing} />}
      {made && (
        <State
          made={made}
          onAgain={() => asking.mutate()}
          onClose={closing.close}
          onEdit={() => setIsEdited(true)}
          onDone={end}
        />
      )}
    </Dialog>
  );
}

function useProposal(fix: Fix) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  // Kept until it is decided, so that the script tab opens it again.
  const [id, setId] = useAskedTemplate(fix.id);
  const queryKey = ["templatization", id];
  const asking = useMutation({
    mutationFn: () => sendOnce(fix.id, (key) => templatize(fix.id, key)),
    onSuccess: (asked) => {
      queries.setQueryData(["templatization", asked.id], asked);
      setId(asked.id);
    },
  });
  useLiveEvents((event) => {
    const isIts = event.type === "templatize_ready" && event.templatization_id === id;
    if (id && isIts) void queries.invalidateQueries({ queryKey });
  });
  const proposal = useQuery({
    queryKey,
    queryFn: () => fetchTemplatization(id ?? ""),
    enabled: id !== null,
    // The event may be missed.
    refetchInterval: ({ state }) => (isOver(state.data) ? false : ASK_AGAIN_MS),
  });
  return { id, forget: () => setId(null), asking, proposal };
}

interface QuestionProps extends TemplateOfferProps {
  first: RefObject<HTMLButtonElement | null>;
  asking: ReturnType<typeof useProposal>["asking"];
}

function Question({ fix, first, asking, onClose }: QuestionProps) {
  return (
    <>
      <p>
        “{fix.title}” was solved with a script that was run once. As a template, the next engineer
        fills in the values and runs it again. Nothing is published before somebody has read it.
      </p>
      <CodeView
        code={fix.ai_drafted_script ?? ""}
        language={languageOf(fix.ai_drafted_script ?? "")}
      />
      {asking.error && <p className={css.refusal}>Not asked. {messageOf(asking.error)}</p>}
      <footer className={dialogs.foot}>
        <Button ref={first} look="ghost" onClick={onClose}>
          Not now
        </Button>
        <GuardedButton
          look="primary"
          aria-disabled={asking.isPending || undefined}
          onClick={() => asking.mutate()}
        >
          {asking.isPending ? "Asking…" : "Templatize"}
        </GuardedButton>
      </footer>
    </>
  );
}

function isOver(made: Templatization | undefined): boolean {
  return made !== undefined && made.status !== "pending";
}

interface StateProps {
  made: Templatization;
  onAgain: () => void;
  onClose: () => void;
  onEdit: () => void;
  onDone: () => void;
}

function State({ made, onAgain, onClose, onEdit, onDone }: StateProps) {
  if (made.status === "pending") {
    return (
      <div aria-busy="true">
        <p>
          Copilot looks for the values that differ each time. You can close this and open it again
          from the script.
        </p>
        <Skeleton heights={[24, 120]} label="Waiting for the proposal" />
      </div>
    );
  }
  if (made.status === "failed") {
    return (
      <>
        <p className={css.refusal}>No proposal: {assistantErrorText(made.error)}.</p>
        <footer className={dialogs.foot}>
          <Button look="ghost" onClick={onClose}>
            Close
          </Button>
          <GuardedButton onClick={onAgain}>Try again</GuardedButton>
        </footer>
      </>
    );
  }
  if (made.status !== "ready") {
    return (
      <>
        <p>This proposal was {made.status} already.</p>
        <footer className={dialogs.foot}>
          <Button onClick={onDone}>Close</Button>
        </footer>
      </>
    );
  }
  return <Proposal key={made.id} made={made} onEdit={onEdit} onDone={onDone} />;
}
