/** One case, to read. */
import { useQuery } from "@tanstack/react-query";
import { fetchCase } from "~/api/cases";
import { keys } from "~/api/keys";
import type { Case } from "~/api/types";
import { Dialog } from "~/ui/Dialog";
import { ErrorState } from "~/ui/ErrorState";
import { RelativeTime } from "~/ui/RelativeTime";
import { Skeleton } from "~/ui/Skeleton";
import css from "./cases.module.css";
import { workedWords } from "./words";

interface CaseDialogProps {
  caseId: string;
  onClose: () => void;
}

export function CaseDialog({ caseId, onClose }: CaseDialogProps) {
  const found = useQuery({ queryKey: keys.case(caseId), queryFn: () => fetchCase(caseId) });
  return (
    <Dialog title={found.data?.title ?? "Case"} onClose={onClose}>
      {found.isPending && <Skeleton heights={[24, 72, 48]} label="Loading the case" />}
      {found.error && !found.data && (
        <ErrorState
          inline
          what="The case could not be loaded."
          error={found.error}
          onRetry={found.refetch}
        />
      )}
      {found.data && <Content found={found.data} />}
    </Dialog>
  );
}

export default CaseDialog;

function Content({ found }: { found: Case }) {
  return (
    <>
      <p className={css.about}>
        {workedWords({ ...found, failed: found.failure !== null })} · solved{" "}
        <RelativeTime at={found.resolved_at} />
        {found.client_kind && ` · ${found.client_kind}`}
      </p>
      <dl className={css.pairs}>
        <Pair name="Problem" text={found.problem} />
        <Pair name="Signals" text={found.signals.join(", ")} />
        <Pair name="Cause" text={found.cause} />
        <Pair name="Tried first" text={found.tried.join("\n")} />
        <Pair name="Fix" text={found.fix} />
        <Pair name="Verified" text={found.verification ?? ""} />
      </dl>
    </>
  );
}

function Pair({ name, text }: { name: string; text: string }) {
  if (!text) return null;
  return (
    <>
      <dt>{name}</dt>
      <dd dir="auto">{text}</dd>
    </>
  );
}
