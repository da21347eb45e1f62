/** Says that a newer version of the tree was published since the run began. The run stays on its own. */
import { useQuery } from "@tanstack/react-query";
import { keys } from "~/api/keys";
import type { TreeRun } from "~/api/treeRuns";
import { fetchTree } from "~/api/trees";
import css from "./run.module.css";

export function NewerVersion({ run }: { run: TreeRun }) {
  const tree = useQuery({
    queryKey: keys.tree(run.tree_id),
    queryFn: () => fetchTree(run.tree_id),
    enabled: !run.is_test,
    refetchOnWindowFocus: "always",
  });
  const newest = tree.data?.published_version ?? 0;
  if (run.is_test || newest <= run.version) return null;
  return (
    <p className={css.newer} role="note">
      Version {newest} of this tree is published. This run stays on version {run.version}.
    </p>
  );
}
