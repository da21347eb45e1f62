/** Asks once whether the script that helped becomes a template, and shows the proposal: accept it, edit its parameters, or reject it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { assistantErrorText } from "~/api/assistantErrors";
import { messageOf } from "~/api/errors";
import { fetchTemplatization, type Templatization, templatize } from "~/api/fixTemplates";
import type { Fix } from "~/api/types";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { useLiveEvents } from "~/live/LiveProvider";
import { CodeView } from "~/scripts/CodeView";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { GuardedButton } from "~/ui/GuardedButton";
import { Skeleton } from "~/ui/Skeleton";
import { languageOf } from "../details/script/language";
import dialogs from "../dialogs/dialogs.module.css";
import { Proposal } from "./Proposal";
import css from "./templatize.module.css";

interface TemplateOfferProps {
  fix: Fix;
  onClose: () => void;
}

export default function TemplateOffer({ fix, onClose }: TemplateOfferProps) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const [id, setId] = useState<string | null>(null);
  const first = useRef<HTMLButtonElement>(null);
  const queryKey = ["templatization", id];
  const asking = useMutation({
    mutationFn: () => sendOnce(fix.id, (key) => templatize(fix.id, key)),
    onSuccess: (asked) => {
      queries.setQueryData(["templatization", asked.id], asked);
      setId(asked.id);
    },
  });
  useLiveEvents((event) => {
    const isMissed = event.type === "resync" || event.type === "ready";
    const isIts = event.type === "templatize_ready" && event.templatization_id === id;
    if (id && (isMissed || isIts)) void queries.invalidateQueries({ queryKey });
  });
  const proposal = useQuery({
    queryKey,
    queryFn: () => fetchTemplatization(id ?? ""),
    enabled: id !== null,
  });
  const made = proposal.data;
  return (
    <Dialog title="Make a template of this script?" wide initialFocus={first} onClose={onClose}>
      {!made && (
        <>
          <p>
            “{fix.title}” was solved with a script that was run once. As a template, the next
            engineer fills in the values and runs it again. Nothing is published before somebody has
            read it.
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
      )}
      {made && <State made={made} onAgain={() => asking.mutate()} onClose={onClose} />}
    </Dialog>
  );
}

interface StateProps {
  made: Templatization;
  onAgain: () => void;
  onClose: () => void;
}

function State({ made, onAgain, onClose }: StateProps) {
  if (made.status === "pending") {
    return (
      <div aria-busy="true">
        <p>
          Copilot looks for the values that differ each time. You can close this; the script stays.
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
  return <Proposal key={made.id} made={made} onDone={onClose} />;
}
