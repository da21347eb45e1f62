/** What the list shows: the words searched for and the filters, kept in the address so that a reload keeps them. */
import { useSearchParams } from "react-router";
import type { ScriptFilter } from "~/api/scripts";
import { LANGUAGES } from "./words";

export const SHELVES: readonly { value: ScriptFilter["show"]; label: string }[] = [
  { value: "", label: "All scripts" },
  { value: "own", label: "Our own" },
  { value: "library", label: "Built-in library" },
  { value: "draft", label: "Drafts" },
  { value: "published", label: "Published" },
  { value: "archived", label: "Archived" },
];

export function useFilter(): [ScriptFilter, (change: Partial<ScriptFilter>) => void] {
  const [search, setSearch] = useSearchParams();
  const language = search.get("language");
  const show = search.get("show");
  const filter: ScriptFilter = {
    q: search.get("q") ?? "",
    language: LANGUAGES.find(({ value }) => value === language)?.value ?? "",
    template: search.get("template") === "true",
    tag: search.get("tag") ?? "",
    show: SHELVES.find(({ value }) => value === show)?.value ?? "",
  };
  const change = (part: Partial<ScriptFilter>) =>
    setSearch((now) => changed(now, part), { replace: true });
  return [filter, change];
}

export function isNarrowed({ q, language, template, tag, show }: ScriptFilter): boolean {
  return q !== "" || language !== "" || template || tag !== "" || show !== "";
}

function changed(now: URLSearchParams, part: Partial<ScriptFilter>): URLSearchParams {
  const next = new URLSearchParams(now);
  for (const [name, value] of Object.entries(part)) {
    if (value) next.set(name, String(value));
    else next.delete(name);
  }
  return next;
}
