/** The title line: search, filters, how current the copy is, and `New`. */
import { useQuery } from "@tanstack/react-query";
import { Plus, Search } from "lucide-react";
import { keys } from "~/api/keys";
import { fetchTicketFilters, type TicketFilter } from "~/api/tickets";
import { PHONE, useMedia } from "~/lib/useMedia";
import { useSearchWords } from "~/lib/useSearchWords";
import { Button } from "~/ui/Button";
import { QuietSelect } from "~/ui/Field";
import { KeyCap } from "~/ui/KeyCap";
import kit from "~/ui/kit.module.css";
import { ScreenTitle } from "~/ui/ScreenTitle";
import { CopyState } from "./CopyState";
import css from "./tickets.module.css";
import type { Tickets } from "./useTickets";

/** The API's limit. */
const MAX_LENGTH = 200;

interface TicketHeadProps {
  tickets: Tickets;
  filter: TicketFilter;
  onChange: (part: Partial<TicketFilter>) => void;
  onCreate: (() => void) | null;
}

export function TicketHead({ tickets, filter, onChange, onCreate }: TicketHeadProps) {
  const isPhone = useMedia(PHONE);
  return (
    <>
      <header className={kit.bar}>
        <ScreenTitle>Tickets</ScreenTitle>
        <CopyState sync={tickets.sync} />
        {onCreate && (
          <Button className={kit.end} onClick={onCreate}>
            <Plus size={16} strokeWidth={1.5} />
            New {!isPhone && <KeyCap>N</KeyCap>}
          </Button>
        )}
      </header>
      <search className={css.tools}>
        <SearchBox value={filter.q} onWords={(q) => onChange({ q })} />
        <Filters filter={filter} onChange={onChange} />
      </search>
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
        aria-label="Search tickets"
        placeholder="Search subject, number, client"
        maxLength={MAX_LENGTH}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </div>
  );
}

type FiltersProps = Pick<TicketHeadProps, "filter" | "onChange">;

function Filters({ filter, onChange }: FiltersProps) {
  const offered = useQuery({ queryKey: keys.ticketFilters, queryFn: fetchTicketFilters }).data;
  return (
    <div className={css.filters}>
      <QuietSelect
        aria-label="State"
        value={filter.open}
        onChange={(event) => onChange({ open: event.target.value as TicketFilter["open"] })}
      >
        <option value="open">Open</option>
        <option value="closed">Closed</option>
        <option value="all">Open and closed</option>
      </QuietSelect>
      <Choices
        label="Client"
        all="All clients"
        value={filter.client}
        names={offered?.clients}
        onChoose={(client) => onChange({ client })}
      />
      <Choices
        label="Board"
        all="All boards"
        value={filter.board}
        names={offered?.boards}
        onChoose={(board) => onChange({ board })}
      />
    </div>
  );
}

interface ChoicesProps {
  label: string;
  all: string;
  value: string;
  names: string[] | undefined;
  onChoose: (name: string) => void;
}

/** The chosen name is offered even if it is not among those that arrived. */
function Choices({ label, all, value, names = [], onChoose }: ChoicesProps) {
  const offered = value && !names.includes(value) ? [value, ...names] : names;
  return (
    <QuietSelect
      aria-label={label}
      value={value}
      onChange={(event) => onChoose(event.target.value)}
    >
      <option value="">{all}</option>
      {offered.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </QuietSelect>
  );
}
