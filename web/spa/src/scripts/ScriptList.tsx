/** The find box, the filters and the rows. Each row is a link to its script. */
import { Search, X } from "lucide-react";
import { Link } from "react-router";
import type { ListedScript, ScriptFilter } from "~/api/scripts";
import { classes } from "~/lib/classes";
import { useSearchWords } from "~/lib/useSearchWords";
import { Button, ButtonLink } from "~/ui/Button";
import { EmptyState } from "~/ui/EmptyState";
import { ErrorState } from "~/ui/ErrorState";
import { QuietSelect } from "~/ui/Field";
import kit from "~/ui/kit.module.css";
import { KEEP_FOCUS } from "~/ui/ScreenTitle";
import { Skeleton } from "~/ui/Skeleton";
import { isNarrowed, SHELVES } from "./filter";
import css from "./list.module.css";
import { RiskPill } from "./RiskPill";
import type { Scripts } from "./useScripts";
import { LANGUAGES, languageName } from "./words";

/** The API's limit. */
const MAX_LENGTH = 200;

interface ScriptListProps {
  scripts: Scripts;
  filter: ScriptFilter;
  onChange: (part: Partial<ScriptFilter>) => void;
  /** The id of the script beside the list. */
  shown: string | undefined;
  addressOf: (id: string) => string;
}

export function ScriptList({ scripts, filter, onChange, shown, addressOf }: ScriptListProps) {
  const { rows } = scripts;
  return (
    <div className={css.list} data-region="list">
      <search className={css.tools}>
        <FindBox value={filter.q} onWords={(q) => onChange({ q })} />
        <Filters filter={filter} onChange={onChange} />
      </search>
      {scripts.isError && (
        <ErrorState
          inline
          what="The scripts could not be loaded."
          error={scripts.error}
          onRetry={scripts.refetch}
        />
      )}
      {!rows && !scripts.isError && (
        <div className={css.pad}>
          <Skeleton heights={[44, 44, 44, 44]} gap={12} label="Loading the scripts" />
        </div>
      )}
      {rows?.length === 0 && <None filter={filter} newAddress={addressOf("new")} />}
      {rows && (
        <ul
          data-rows
          aria-label="Scripts"
          aria-busy={scripts.isPlaceholderData || undefined}
          className={scripts.isPlaceholderData ? css.stale : undefined}
        >
          {rows.map((script) => (
            <Row
              key={script.id}
              script={script}
              isShown={script.id === shown}
              address={addressOf(script.id)}
            />
          ))}
        </ul>
      )}
      {scripts.hasNextPage && (
        <div className={css.pad}>
          <Button
            look="ghost"
            aria-disabled={scripts.isFetchingNextPage || undefined}
            onClick={() => !scripts.isFetchingNextPage && void scripts.fetchNextPage()}
          >
            {scripts.isFetchingNextPage ? "Loading more…" : "Show more"}
          </Button>
        </div>
      )}
    </div>
  );
}

function None({ filter, newAddress }: { filter: ScriptFilter; newAddress: string }) {
  if (isNarrowed(filter)) return <EmptyState fact="No script matches." />;
  return (
    <EmptyState
      fact="There is no script yet."
      hint="Write one, or import the scripts that you have."
    >
      <ButtonLink to={newAddress}>New script</ButtonLink>
    </EmptyState>
  );
}

function FindBox({ value, onWords }: { value: string; onWords: (words: string) => void }) {
  const [text, setText] = useSearchWords(value, onWords);
  return (
    <div className={css.find}>
      <Search size={16} strokeWidth={1.5} aria-hidden="true" />
      <input
        type="search"
        aria-label="Search scripts"
        placeholder="Title, purpose or code"
        maxLength={MAX_LENGTH}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  );
}

type FiltersProps = Pick<ScriptListProps, "filter" | "onChange">;

function Filters({ filter, onChange }: FiltersProps) {
  return (
    <>
      <div className={css.chips} role="group" aria-label="Filters">
        {LANGUAGES.map(({ value, label }) => (
          <Chip
            key={value}
            label={label}
            isOn={filter.language === value}
            onPress={() => onChange({ language: filter.language === value ? "" : value })}
          />
        ))}
        <Chip
          label="Templates"
          isOn={filter.template}
          onPress={() => onChange({ template: !filter.template })}
        />
        {filter.tag && <Chip label={`#${filter.tag}`} isOn onPress={() => onChange({ tag: "" })} />}
      </div>
      <QuietSelect
        className={css.shelf}
        aria-label="Show"
        value={filter.show}
        onChange={(event) => onChange({ show: event.target.value as ScriptFilter["show"] })}
      >
        {SHELVES.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </QuietSelect>
    </>
  );
}

interface ChipProps {
  label: string;
  isOn: boolean;
  onPress: () => void;
}

function Chip({ label, isOn, onPress }: ChipProps) {
  return (
    <button type="button" className={css.chip} aria-pressed={isOn} onClick={onPress}>
      {label}
      {isOn && <X size={12} strokeWidth={1.5} />}
    </button>
  );
}

interface RowProps {
  script: ListedScript;
  isShown: boolean;
  address: string;
}

function Row({ script, isShown, address }: RowProps) {
  const { title, language, risk } = script;
  return (
    <li>
      <Link
        to={address}
        state={KEEP_FOCUS}
        className={css.item}
        aria-current={isShown || undefined}
        title={title}
        data-row
      >
        <span className={kit.line}>
          <span className={classes(css.itemTitle, kit.cut)} dir="auto">
            {title}
          </span>
          <span className={kit.end}>
            <RiskPill risk={risk} />
          </span>
        </span>
        <span className={classes(kit.meta, kit.cut, kit.dots)}>
          <span>{languageName(language)}</span>
          <span>{stateOf(script)}</span>
          {!script.read_only && <span>{usesOf(script.use_count)}</span>}
        </span>
      </Link>
    </li>
  );
}

function stateOf({ read_only, status, version }: ListedScript): string {
  if (read_only) return "built in";
  return status === "published" ? `v${version}` : status;
}

function usesOf(times: number): string {
  if (times === 0) return "not used yet";
  return times === 1 ? "used once" : `used ${times} times`;
}
