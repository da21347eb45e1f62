/**
 * The command palette (Ctrl K): one field for everything to go to or do. Nothing is selected until the user types or moves, so that a stray
 * Enter does nothing.
 */
import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { Search } from "lucide-react";
import { useState } from "react";
import layers from "~/ui/layers.module.css";
import { useReturnFocus } from "~/ui/useReturnFocus";
import { type Entry, type EntryGroup, useEntries } from "./entries";
import css from "./palette.module.css";
import { closeOverlay } from "./usePalette";

export default function Palette() {
  useReturnFocus();
  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && closeOverlay()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={layers.backdrop} />
        <Dialog.Popup className={css.palette} aria-label="Search or jump to">
          <Field />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Field() {
  const [words, setWords] = useState("");
  const groups = useEntries(words.trim());
  return (
    <Autocomplete.Root
      inline
      open
      mode="none"
      autoHighlight
      items={groups}
      value={words}
      onValueChange={(text, { reason }) => reason !== "item-press" && setWords(text)}
      itemToStringValue={(entry: Entry) => entry.label}
    >
      <div className={css.field}>
        <Search size={16} strokeWidth={1.5} aria-hidden="true" />
        <Autocomplete.Input
          className={css.input}
          aria-label="Search or jump to"
          placeholder="Session, ticket, client, screen or action"
        />
        <kbd>Esc</kbd>
      </div>
      <Autocomplete.Empty className={css.none}>Nothing found.</Autocomplete.Empty>
      <Autocomplete.List className={css.list}>
        {(group: EntryGroup) => <Group key={group.label} group={group} />}
      </Autocomplete.List>
    </Autocomplete.Root>
  );
}

function Group({ group }: { group: EntryGroup }) {
  return (
    <Autocomplete.Group items={group.items}>
      <Autocomplete.GroupLabel className={css.label}>{group.label}</Autocomplete.GroupLabel>
      <Autocomplete.Collection>
        {(entry: Entry) => <Row key={entry.id} entry={entry} />}
      </Autocomplete.Collection>
    </Autocomplete.Group>
  );
}

function Row({ entry }: { entry: Entry }) {
  const run = () => {
    closeOverlay();
    entry.run();
  };
  return (
    <Autocomplete.Item
      value={entry}
      disabled={entry.isDisabled ?? false}
      className={css.entry}
      onClick={run}
    >
      <span className={css.name} dir="auto">
        {entry.label}
      </span>
      <span className={css.hint} dir="auto">
        {entry.hint}
      </span>
      {entry.note && <span className={css.note}>{entry.note}</span>}
      {entry.shortcut && <kbd>{entry.shortcut}</kbd>}
    </Autocomplete.Item>
  );
}
