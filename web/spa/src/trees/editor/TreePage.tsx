/** `/trees/:id`: the editor of an own tree, or the view of one that this user does not change. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { keys } from "~/api/keys";
import { fetchTree } from "~/api/trees";
import { useIsViewer } from "~/login/LoginProvider";
import { ErrorState } from "~/ui/ErrorState";
import kit from "~/ui/kit.module.css";
import { ScreenTitle } from "~/ui/ScreenTitle";
import { Skeleton } from "~/ui/Skeleton";
import { TreeView } from "../view/TreeView";
import css from "./editor.module.css";
import { TreeEditor } from "./TreeEditor";

export default function TreePage() {
  const { id = "" } = useParams();
  const isViewer = useIsViewer();
  const tree = useQuery({
    queryKey: keys.tree(id),
    queryFn: () => fetchTree(id),
    refetchOnWindowFocus: "always",
  });
  if (!tree.data) {
    return (
      <>
        <header className={kit.bar}>
          <ScreenTitle>Tree</ScreenTitle>
        </header>
        <div className={css.loading}>
          {tree.isError ? (
            <ErrorState
              inline
              what="The tree could not be loaded."
              error={tree.error}
              onRetry={tree.refetch}
            />
          ) : (
            <Skeleton heights={[32, 32, 32, 32, 32]} gap={8} label="Loading the tree" />
          )}
        </div>
      </>
    );
  }
  const isFixed = tree.data.read_only || tree.data.status === "archived" || isViewer;
  return isFixed ? (
    <TreeView key={id} tree={tree.data} />
  ) : (
    <TreeEditor key={id} tree={tree.data} />
  );
}
