/** The rows of the list. Each is a link to its tree. */
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import { BookOpen } from "lucide-react";
import { Link } from "react-router";
import type { TreeFilter, TreeRow } from "~/api/trees";
import type { Page } from "~/api/types";
import { classes } from "~/lib/classes";
import { Button } from "~/ui/Button";
import { EmptyState } from "~/ui/EmptyState";
import { ErrorState } from "~/ui/ErrorState";
import kit from "~/ui/kit.module.css";
import { Pill } from "~/ui/Pill";
import { RelativeTime } from "~/ui/RelativeTime";
import { Skeleton } from "~/ui/Skeleton";
import { isNarrowed } from "./filter";
import css from "./list.module.css";

type List = UseInfiniteQueryResult<InfiniteData<Page<TreeRow>>>;

interface TreeRowsProps {
  list: List;
  filter: TreeFilter;
  onTag: (tag: string) => void;
  onNew: (() => void) | null;
}

export function TreeRows({ list, filter, onTag, onNew }: TreeRowsProps) {
  const rows = list.data?.pages.flatMap(({ items }) => items);
  return (
    <div className={list.isPlaceholderData ? css.stale : undefined}>
      {list.isError && (
        <ErrorState
          inline
          what="The trees could not be loaded."
          error={list.error}
          onRetry={list.refetch}
        />
      )}
      {!rows && !list.isError && (
        <div className={css.pad}>
          <Skeleton heights={[52, 52, 52, 52]} gap={12} label="Loading the trees" />
        </div>
      )}
      {rows?.length === 0 && <None filter={filter} onNew={onNew} />}
      {rows && rows.length > 0 && (
        <ul className={css.rows} data-rows aria-busy={list.isPlaceholderData || undefined}>
          {rows.map((tree) => (
            <OneTree key={tree.id} tree={tree} onTag={onTag} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <div className={css.pad}>
          <Button
            look="ghost"
            aria-disabled={list.isFetchingNextPage || undefined}
            onClick={() => !list.isFetchingNextPage && void list.fetchNextPage()}
          >
            {list.isFetchingNextPage ? "Loading more…" : "Show more"}
          </Button>
        </div>
      )}
    </div>
  );
}

function None({ filter, onNew }: Pick<TreeRowsProps, "filter" | "onNew">) {
  if (isNarrowed(filter)) return <EmptyState fact="No tree matches." />;
  return (
    <EmptyState
      fact="There is no tree yet."
      hint="A tree asks one question at a time and leads to a fix or an escalation."
    >
      {onNew && <Button onClick={onNew}>New tree</Button>}
    </EmptyState>
  );
}

function OneTree({ tree, onTag }: { tree: TreeRow; onTag: (tag: string) => void }) {
  const { id, title, purpose, tags, node_count, read_only, updated_at, updated_by } = tree;
  return (
    <li className={css.row}>
      <h2 className={kit.cut}>
        <Link to={`/trees/${id}`} title={title} data-row>
          <bdi>{title}</bdi>
        </Link>
      </h2>
      <span className={css.age}>
        {!read_only && updated_at && <RelativeTime at={updated_at} bare />}
      </span>
      <p className={classes(css.sub, kit.cut, kit.dots)}>
        <span>{node_count === 1 ? "1 node" : `${node_count} nodes`}</span>
        {updated_by && !read_only && <bdi>{updated_by.name}</bdi>}
        {purpose && <span dir="auto">{purpose.split("\n")[0]}</span>}
      </p>
      <span className={css.state}>
        {tags.slice(0, 3).map((tag) => (
          <button key={tag} type="button" className={css.tag} onClick={() => onTag(tag)}>
            <span className="hidden-words">Only the tag </span>
            {tag}
          </button>
        ))}
        <TreeState tree={tree} />
      </span>
    </li>
  );
}

export function TreeState({ tree }: { tree: TreeRow }) {
  if (tree.read_only)
    return <Pill icon={<BookOpen size={12} strokeWidth={1.5} aria-hidden="true" />}>Library</Pill>;
  if (tree.status === "archived") return <Pill>Archived</Pill>;
  if (tree.published_version === null) return <Pill tone="info">Draft</Pill>;
  if (tree.status === "draft") return <Pill tone="info">Draft of a newer version</Pill>;
  return <Pill tone="ok">Published</Pill>;
}
