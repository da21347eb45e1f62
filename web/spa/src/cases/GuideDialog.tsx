/** What the library knows about one kind of problem, to read: causes, checks, and what makes it worse. */
import { useQuery } from "@tanstack/react-query";
import { fetchGuide } from "~/api/cases";
import { keys } from "~/api/keys";
import type { Guide } from "~/api/types";
import { Dialog } from "~/ui/Dialog";
import { ErrorState } from "~/ui/ErrorState";
import { Skeleton } from "~/ui/Skeleton";
import css from "./cases.module.css";

interface GuideDialogProps {
  guideId: string;
  onClose: () => void;
}

export function GuideDialog({ guideId, onClose }: GuideDialogProps) {
  const found = useQuery({ queryKey: keys.guide(guideId), queryFn: () => fetchGuide(guideId) });
  return (
    <Dialog title={found.data?.title ?? "Guide"} onClose={onClose}>
      {found.isPending && <Skeleton heights={[24, 72, 48]} label="Loading the guide" />}
      {found.error && !found.data && (
        <ErrorState
          inline
          what="The guide could not be loaded."
          error={found.error}
          onRetry={found.refetch}
        />
      )}
      {found.data && <Content guide={found.data} />}
    </Dialog>
  );
}

function Content({ guide }: { guide: Guide }) {
  return (
    <>
      <Lines title="Mind this first" lines={guide.first_do_not} />
      <Lines title="Causes" lines={guide.causes.map(({ text }) => text)} />
      <Lines title="Checks" lines={guide.checks.map((check) => check.ask ?? check.do ?? "")} />
    </>
  );
}

function Lines({ title, lines }: { title: string; lines: string[] }) {
  return (
    <section className={css.lines} aria-label={title}>
      <h3 className={css.title}>{title}</h3>
      <ul className={css.list}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}
