/** What the list of trees shows, kept in the address so that a reload keeps it. */
import { useSearchParams } from "react-router";
import type { TreeFilter } from "~/api/trees";

const NAMES = ["q", "tag", "status", "source"] as const;
const STATUSES = ["draft", "published", "archived"] as const;
const SOURCES = ["own", "library"] as const;

export function useFilter(): [TreeFilter, (change: Partial<TreeFilter>) => void] {
  const [search, setSearch] = useSearchParams();
  const filter: TreeFilter = {
    q: search.get("q") ?? "",
    tag: search.get("tag") ?? "",
    status: oneOf(STATUSES, search.get("status")),
    source: oneOf(SOURCES, search.get("source")),
  };
  const change = (part: Partial<TreeFilter>) =>
    setSearch((now) => changed(now, part), { replace: true });
  return [filter, change];
}

export function isNarrowed(filter: TreeFilter): boolean {
  return NAMES.some((name) => filter[name] !== "");
}

function oneOf<T extends string>(known: readonly T[], text: string | null): T | "" {
  return known.find((each) => each === text) ?? "";
}

function changed(now: URLSearchParams, part: Partial<TreeFilter>): URLSearchParams {
  const next = new URLSearchParams(now);
  for (const name of NAMES) {
    const value = part[name];
    if (value === undefined) continue;
    if (value) next.set(name, value);
    else next.delete(name);
  }
  return next;
}
