/** One script: the editor of one's own, or the text of a built-in one and for people who only read. */
import { useQuery } from "@tanstack/react-query";
import { ArrowLeft } from "lucide-react";
import { useEffect } from "react";
import { Link } from "react-router";
import { keys } from "~/api/keys";
import { fetchScript } from "~/api/scripts";
import { useIsViewer } from "~/login/LoginProvider";
import { setTabTitle } from "~/shell/tabTitle";
import { ErrorState } from "~/ui/ErrorState";
import { ScrollBox } from "~/ui/ScrollBox";
import { Skeleton } from "~/ui/Skeleton";
import { ScriptEditor } from "./editor/ScriptEditor";
import { ReadOnlyScript } from "./ReadOnlyScript";
import css from "./scripts.module.css";

interface ScriptPanelProps {
  id: string;
  /** The list's address, if the script takes its place. */
  backTo: string | null;
  onTag: (tag: string) => void;
}

export function ScriptPanel({ id, backTo, onTag }: ScriptPanelProps) {
  const script = useQuery({
    queryKey: keys.script(id),
    queryFn: () => fetchScript(id),
    refetchOnWindowFocus: true,
  });
  const isViewer = useIsViewer();
  useNamedTab(script.data?.title);
  const isReadOnly = isViewer || script.data?.read_only || script.data?.status === "archived";
  return (
    <PanelFrame label={script.data?.title ?? "Script"} backTo={backTo}>
      {script.isPending && (
        <div className={css.edit}>
          <Skeleton heights={[32, 40, 160, 240]} gap={16} label="Loading the script" />
        </div>
      )}
      {script.isError && !script.data && (
        <ErrorState
          inline
          what="The script could not be loaded."
          error={script.error}
          onRetry={script.refetch}
        />
      )}
      {script.data && isReadOnly && <ReadOnlyScript script={script.data} onTag={onTag} />}
      {script.data && !isReadOnly && <ScriptEditor script={script.data} />}
    </PanelFrame>
  );
}

interface PanelFrameProps {
  label: string;
  backTo: string | null;
  children: React.ReactNode;
}

export function PanelFrame({ label, backTo, children }: PanelFrameProps) {
  return (
    <section aria-label={label} className={css.panelFrame}>
      <ScrollBox className={css.panel} label="Script">
        {backTo && (
          <Link className={css.back} to={backTo}>
            <ArrowLeft size={16} strokeWidth={1.5} /> All scripts
          </Link>
        )}
        {children}
      </ScrollBox>
    </section>
  );
}

function useNamedTab(title: string | undefined): void {
  useEffect(() => {
    if (!title) return;
    setTabTitle(`${title} · Scripts`);
    return () => setTabTitle("Scripts");
  }, [title]);
}
