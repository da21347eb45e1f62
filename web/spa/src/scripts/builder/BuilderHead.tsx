/** The title of the session, and what ends it: save to the library, or discard. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { abandonScriptSession, type ScriptSession } from "~/api/scriptBuilder";
import { classes } from "~/lib/classes";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { Button, ButtonLink } from "~/ui/Button";
import kit from "~/ui/kit.module.css";
import { lazyPart } from "~/ui/lazyPart";
import { Pill } from "~/ui/Pill";
import { ScreenTitle } from "~/ui/ScreenTitle";
import { showToast } from "~/ui/toasts";
import { languageName } from "../words";
import css from "./builder.module.css";
import { DiscardButton } from "./DiscardButton";
import { runningReply } from "./useScriptSession";

const SaveDialog = lazyPart(() => import("./SaveDialog"));

export function BuilderHead({ scriptSession }: { scriptSession: ScriptSession }) {
  const { status, script, script_id, language } = scriptSession;
  const [isSaving, setIsSaving] = useState(false);
  const isOpen = status === "open";
  const isWriting = runningReply(scriptSession) !== null;
  return (
    <header className={kit.bar}>
      <Link
        className={css.back}
        to="/scripts/builder"
        aria-label="All sessions of the script builder"
      >
        <ArrowLeft size={16} strokeWidth={1.5} />
      </Link>
      <ScreenTitle className={kit.cut}>{scriptSession.title || "New script"}</ScreenTitle>
      <span className={classes(kit.meta, css.onlyWide)}>{languageName(language)}</span>
      {!isOpen && <Pill tone="ok">{status === "saved" ? "Saved" : "Discarded"}</Pill>}
      <div className={css.acts}>
        {isOpen && <Discard id={scriptSession.id} />}
        {isOpen && (
          <Button
            look="primary"
            aria-disabled={!script || isWriting || undefined}
            onClick={() => script && !isWriting && setIsSaving(true)}
          >
            Save <span className={css.onlyWide}>{script_id ? "to the script" : "to library"}</span>
          </Button>
        )}
        {!isOpen && script_id && (
          <ButtonLink to={`/scripts/${script_id}`}>Open the script</ButtonLink>
        )}
      </div>
      {isSaving && script && (
        <SaveDialog
          scriptSession={scriptSession}
          draft={script}
          onClose={() => setIsSaving(false)}
        />
      )}
    </header>
  );
}

function Discard({ id }: { id: string }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const sendOnce = useIdempotencyKey();
  const discarding = useMutation({
    mutationFn: () => sendOnce("discard", (key) => abandonScriptSession(id, key)),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: keys.scriptSessions });
      navigate("/scripts/builder");
    },
    onError: (error) => showToast(`Not discarded. ${messageOf(error)}`, { tone: "error" }),
  });
  return <DiscardButton isBusy={discarding.isPending} onDiscard={() => discarding.mutate()} />;
}
