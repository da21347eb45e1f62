/** The title line, the search and the filters of the list. */
import { Ellipsis, Plus, Search, Sparkles, Upload, X } from "lucide-react";
import type { TreeFilter } from "~/api/trees";
import { PHONE, useMedia } from "~/lib/useMedia";
import { useSearchWords } from "~/lib/useSearchWords";
import { Button, IconButton } from "~/ui/Button";
import { QuietSelect } from "~/ui/Field";
import { KeyCap } from "~/ui/KeyCap";
import kit from "~/ui/kit.module.css";
import { Menu, MenuItem } from "~/ui/Menu";
import { ScreenTitle } from "~/ui/ScreenTitle";
import css from "./list.module.css";

/** The API's limit. */
const MAX_LENGTH = 200;

interface TreesHeadProps {
  filter: TreeFilter;
  onChange: (part: Partial<TreeFilter>) => void;
  /** Null for those who change nothing. */
  onOpen: ((dialog: "new" | "draft" | "import") => void) | null;
}

export function TreesHead({ filter, onChange, onOpen }: TreesHeadProps) {
  return (
    <>
      <header className={kit.bar}>
        <ScreenTitle>Trees</ScreenTitle>
        {onOpen && <Actions onOpen={onOpen} />}
      </header>
      <search className={css.tools}>
        <SearchBox value={filter.q} onWords={(q) => onChange({ q })} />
        <Filters filter={filter} onChange={onChange} />
      </search>
    </>
  );
}

function Actions({ onOpen }: { onOpen: NonNullable<TreesHeadProps["onOpen"]> }) {
  const isPhone = useMedia(PHONE);
  const draft = "Draft with Copilot";
  return (
    <>
      {!isPhone && (
        <Button look="ghost" className={kit.end} onClick={() => onOpen("draft")}>
          <Sparkles size={16} strokeWidth={1.5} />
          {draft}
        </Button>
      )}
      <Button look="primary" className={isPhone ? kit.end : ""} onClick={() => onOpen("new")}>
        <Plus size={16} strokeWidth={1.5} />
        New tree {!isPhone && <KeyCap>N</KeyCap>}
      </Button>
      <Menu
        trigger={
          <IconButton label="More actions">
            <Ellipsis size={16} strokeWidth={1.5} />
          </IconButton>
        }
      >
        {isPhone && (
          <MenuItem
            icon={<Sparkles size={16} strokeWidth={1.5} />}
            onSelect={() => onOpen("draft")}
          >
            {draft}
          </MenuItem>
        )}
        <MenuItem icon={<Upload size={16} strokeWidth={1.5} />} onSelect={() => onOpen("import")}>
          Import a file…
        </MenuItem>
      </Menu>
    </>
  );
}

interface SearchBoxProps {
  value: string;
  onWords: (words: string) => void;
}

function SearchBox({ value, onWords }: SearchBoxProps) {
  const [text, setText] = useSearchWords(value, onWords);
  return (
    <div className={css.search}>
      <Search size={16} strokeWidth={1.5} className={css.searchIcon} aria-hidden="true" />
      <input
        type="search"
        aria-label="Search trees"
        placeholder="Search title, purpose and texts"
        maxLength={MAX_LENGTH}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  );
}

type FiltersProps = Pick<TreesHeadProps, "filter" | "onChange">;

function Filters({ filter, onChange }: FiltersProps) {
  return (
    <div className={css.filters}>
      <QuietSelect
        aria-label="Whose trees"
        value={filter.source}
        onChange={(event) => onChange({ source: event.target.value as TreeFilter["source"] })}
      >
        <option value="">Own and library</option>
        <option value="own">Own</option>
        <option value="library">Library</option>
      </QuietSelect>
      <QuietSelect
        aria-label="State"
        value={filter.status}
        onChange={(event) => onChange({ status: event.target.value as TreeFilter["status"] })}
      >
        <option value="">Drafts and published</option>
        <option value="draft">Drafts</option>
        <option value="published">Published</option>
        <option value="archived">Archived</option>
      </QuietSelect>
      {filter.tag && (
        <Button look="ghost" small onClick={() => onChange({ tag: "" })}>
          Tag: {filter.tag}
          <X size={16} strokeWidth={1.5} aria-hidden="true" />
          <span className="hidden-words"> Show all tags</span>
        </Button>
      )}
    </div>
  );
}
