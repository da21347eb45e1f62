/** The user's open builder sessions, or one of them: the conversation beside the draft. */
import { ArrowLeft } from "lucide-react";
import { Link, useParams } from "react-router";
import type { ScriptSession } from "~/api/scriptBuilder";
import { useIsViewer } from "~/login/LoginProvider";
import { EmptyState } from "~/ui/EmptyState";
import { ErrorState } from "~/ui/ErrorState";
import kit from "~/ui/kit.module.css";
import { ScreenTitle } from "~/ui/ScreenTitle";
import { Skeleton } from "~/ui/Skeleton";
import { BuilderHead } from "./BuilderHead";
import css from "./builder.module.css";
import { Conversation } from "./Conversation";
import { DraftPane } from "./DraftPane";
import { SessionList } from "./SessionList";
import { useBuilderActs, useScriptSession } from "./useScriptSession";

export default function BuilderDesk() {
  const { id } = useParams();
  const isViewer = useIsViewer();
  if (isViewer) {
    return (
      <>
        <PlainHead />
        <EmptyState
          fact="Your role only reads."
          hint="An engineer or an admin can write a script."
        />
      </>
    );
  }
  if (!id) {
    return (
      <>
        <PlainHead />
        <SessionList />
      </>
    );
  }
  return <OneSession key={id} id={id} />;
}

function PlainHead() {
  return (
    <header className={kit.bar}>
      <Link className={css.back} to="/scripts" aria-label="Back to the scripts">
        <ArrowLeft size={16} strokeWidth={1.5} />
      </Link>
      <ScreenTitle>Script builder</ScreenTitle>
    </header>
  );
}

function OneSession({ id }: { id: string }) {
  const read = useScriptSession(id);
  if (read.data) return <Desk scriptSession={read.data} />;
  return (
    <>
      <PlainHead />
      {read.isPending && (
        <div className={css.pad}>
          <Skeleton heights={[80, 240]} label="Loading the script builder" />
        </div>
      )}
      {read.isError && (
        <ErrorState
          what="The script builder could not be loaded."
          error={read.error}
          onRetry={read.refetch}
        />
      )}
    </>
  );
}

function Desk({ scriptSession }: { scriptSession: ScriptSession }) {
  const acts = useBuilderActs(scriptSession);
  return (
    <>
      <BuilderHead scriptSession={scriptSession} />
      <div className={css.split}>
        <Conversation scriptSession={scriptSession} acts={acts} />
        <DraftPane scriptSession={scriptSession} acts={acts} />
      </div>
    </>
  );
}
