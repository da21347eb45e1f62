/** The text that a reader would get, as they would read it. */
import type { AiSession, PreviewKind } from "~/api/types";
import { Prose } from "~/prose/Prose";
import { ErrorState } from "~/ui/ErrorState";
import { ScrollBox } from "~/ui/ScrollBox";
import { Skeleton } from "~/ui/Skeleton";
import { usePreview } from "./usePreview";
import { WriteUpState } from "./WriteUpState";
import css from "./writeUps.module.css";

interface PreviewPanelProps {
  aiSession: AiSession;
  kind: PreviewKind;
  /** Names the text for screen readers: "Escalation package". */
  label: string;
  /** Who reads it: "For the person who picks it up." */
  reader: string;
}

export default function PreviewPanel({ aiSession, kind, label, reader }: PreviewPanelProps) {
  const preview = usePreview(aiSession, kind);
  const { data, loadError, reload, isWriting } = preview;
  if (loadError) {
    const what = "The preview could not be loaded.";
    return <ErrorState inline what={what} error={loadError} onRetry={reload} />;
  }
  return (
    <section className={css.panel} aria-label={label} aria-busy={isWriting || !data || undefined}>
      <WriteUpState
        writeUp={preview}
        said={reader}
        verb={aiSession.can_write ? "Draft again" : undefined}
      />
      {data?.content ? (
        <ScrollBox label={`${label}, text`} className={css.text}>
          <Prose text={data.content} />
        </ScrollBox>
      ) : (
        (isWriting || !data) && <Skeleton heights={[16, 16, 16, 16]} label="Writing the preview" />
      )}
    </section>
  );
}
