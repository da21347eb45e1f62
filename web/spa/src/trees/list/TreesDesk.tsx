/** `/trees`: the account's decision trees and those of the library. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { keys } from "~/api/keys";
import { fetchTrees } from "~/api/trees";
import { useKeys } from "~/keyboard/useKeys";
import { useIsViewer } from "~/login/LoginProvider";
import kit from "~/ui/kit.module.css";
import { lazyPart } from "~/ui/lazyPart";
import { ScrollBox } from "~/ui/ScrollBox";
import { useFilter } from "./filter";
import { TreeRows } from "./TreeRows";
import { TreesHead } from "./TreesHead";

const NewTreeDialog = lazyPart(() => import("./NewTreeDialog"));
const DraftTreeDialog = lazyPart(() => import("./DraftTreeDialog"));
const ImportDialog = lazyPart(() => import("./ImportDialog"));

const DIALOGS = { new: NewTreeDialog, draft: DraftTreeDialog, import: ImportDialog };

export default function TreesDesk() {
  const [filter, change] = useFilter();
  const navigate = useNavigate();
  const isViewer = useIsViewer();
  const [open, setOpen] = useState<keyof typeof DIALOGS | null>(null);
  // The palette's "New tree" leads here.
  const asksForNew = useSearchParams()[0].has("new") && !isViewer;
  const close = () => {
    setOpen(null);
    if (asksForNew) navigate("/trees", { replace: true });
  };
  const list = useInfiniteQuery({
    queryKey: keys.treeList(filter),
    queryFn: ({ pageParam, signal }) => fetchTrees(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
  });
  useKeys({ "/": focusSearch, ...(!isViewer && { n: () => setOpen("new") }) });
  const shown = open ?? (asksForNew ? "new" : null);
  const Dialog = shown && DIALOGS[shown];
  return (
    <>
      <TreesHead filter={filter} onChange={change} onOpen={isViewer ? null : setOpen} />
      <ScrollBox className={kit.scroll} label="Trees">
        <TreeRows
          list={list}
          filter={filter}
          onTag={(tag) => change({ tag })}
          onNew={isViewer ? null : () => setOpen("new")}
        />
      </ScrollBox>
      {Dialog && <Dialog onClose={close} onMade={(id: string) => navigate(`/trees/${id}`)} />}
    </>
  );
}

function focusSearch(): void {
  document.querySelector<HTMLElement>("main input[type=search]")?.focus();
}
