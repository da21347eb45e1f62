/** The script builder in the `Script` tab: the copilot revises the fix's script, and the draft goes back into the fix. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { messageOf } from "~/api/errors";
import { openInlineBuilder, putDraftInFix } from "~/api/fixTemplates";
import { keys } from "~/api/keys";
import { abandonScriptSession, type ScriptSession } from "~/api/scriptBuilder";
import type { Fix } from "~/api/types";
import { newKey } from "~/lib/ids";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { refetchWholeSession } from "~/live/sessionReader";
import { Conversation } from "~/scripts/builder/Conversation";
import { DiscardButton } from "~/scripts/builder/DiscardButton";
import { useBuilderActs, useScriptSession } from "~/scripts/builder/useScriptSession";
import { CodeView } from "~/scripts/CodeView";
import { RiskPill } from "~/scripts/RiskPill";
import { fileName } from "~/scripts/words";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import { ErrorState } from "~/ui/ErrorState";
import { Skeleton } from "~/ui/Skeleton";
import css from "../details.module.css";

interface InlineBuilderProps {
  fix: Fix;
  onLeave: () => void;
}

export function InlineBuilder({ fix, onLeave }: InlineBuilderProps) {
  const sendOnce = useIdempotencyKey();
  // One for each person and session: the call gives the open one, or makes it.
  const opened = useQuery({
    queryKey: [...keys.session(fix.session_id), "builder", fix.id],
    queryFn: () => sendOnce(fix.id, (key) => openInlineBuilder(fix, key)),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  return (
    <section aria-label="Script builder" className={css.section}>
      <Button small look="ghost" onClick={onLeave}>
        <ArrowLeft size={14} strokeWidth={1.5} /> Back to the script
      </Button>
      {opened.isPending && <Skeleton heights={[24, 96]} label="Opening the script builder" />}
      {opened.isError && (
        <ErrorState
          inline
          what="The script builder could not be opened."
          error={opened.error}
          onRetry={opened.refetch}
        />
      )}
      {opened.data && <Opened id={opened.data.id} fix={fix} onLeave={onLeave} />}
    </section>
  );
}

function Opened({ id, fix, onLeave }: InlineBuilderProps & { id: string }) {
  const scriptSession = useScriptSession(id);
  if (!scriptSession.data) {
    return scriptSession.isError ? (
      <ErrorState
        inline
        what="The script could not be loaded."
        error={scriptSession.error}
        onRetry={scriptSession.refetch}
      />
    ) : (
      <Skeleton heights={[96]} label="Loading the script" />
    );
  }
  return <Talk scriptSession={scriptSession.data} fix={fix} onLeave={onLeave} />;
}

function Talk({ scriptSession, fix, onLeave }: BuiltDraftProps) {
  const acts = useBuilderActs(scriptSession);
  return (
    <>
      <Conversation scriptSession={scriptSession} acts={acts} isBeside />
      <BuiltDraft scriptSession={scriptSession} fix={fix} onLeave={onLeave} />
    </>
  );
}

interface BuiltDraftProps extends InlineBuilderProps {
  scriptSession: ScriptSession;
}

function BuiltDraft({
  scriptSession: { id, script, draft_version, status, fix_id },
  fix,
  onLeave,
}: BuiltDraftProps) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const using = useMutation({
    mutationFn: () => sendOnce([id, draft_version], (key) => putDraftInFix(id, fix.id, key)),
    onSuccess: () => {
      announce("The script is in the fix.");
      refetchWholeSession(queries, fix.session_id);
      onLeave();
    },
  });
  const discarding = useMutation({
    mutationFn: () => abandonScriptSession(id, newKey()),
    onSuccess: onLeave,
  });
  const error = using.error ?? discarding.error;
  // Another tab may have begun one for another fix, which ended this one.
  const isIts = status === "open" && (fix_id === null || fix_id === fix.id);
  return (
    <>
      {script && (
        <>
          <div className={css.head}>
            <h2 className={css.title}>Draft {draft_version}</h2>
            <RiskPill risk={script.risk} withIcon />
          </div>
          <p className={css.draft}>Draft by Copilot for “{fix.title}”. Read before you run it.</p>
          <CodeView
            code={script.body}
            language={script.language}
            fileName={fileName(script.title, script.language)}
            label="Draft"
          />
        </>
      )}
      {!isIts && (
        <p className={css.refusal} role="note">
          This draft is not for “{fix.title}” any more. Go back and open the builder again.
        </p>
      )}
      <div className={css.buttons}>
        {script && isIts && (
          <Button small look="primary" disabled={using.isPending} onClick={() => using.mutate()}>
            Use in fix
          </Button>
        )}
        <DiscardButton small isBusy={discarding.isPending} onDiscard={() => discarding.mutate()} />
      </div>
      {error && <p className={css.refusal}>Not done. {messageOf(error)}</p>}
    </>
  );
}
