/** A select whose choices FlowPilot has read from the PSA. */
import type { LookupItem, LookupKind } from "~/api/lookups";
import { useLookup } from "~/psa/useLookup";
import { SelectField } from "~/ui/Field";

interface LookupSelectProps {
  label: string;
  kind: LookupKind;
  parentId?: string | null;
  value: string;
  hint?: string | undefined;
  error?: string | undefined;
  onChange: (id: string) => void;
}

export function LookupSelect({
  label,
  kind,
  parentId,
  value,
  onChange,
  ...rest
}: LookupSelectProps) {
  const { items, isReading, problem } = useLookup(kind, { parentId: parentId ?? null });
  const hint = isReading ? "Reading the list from the ticket system…" : rest.hint;
  const wrong = rest.error ?? (problem && items.length === 0 ? problem : undefined);
  return (
    <SelectField
      label={label}
      value={value}
      error={wrong}
      {...(hint ? { hint } : {})}
      onChange={({ target }) => onChange(target.value)}
    >
      <option value="">Not picked</option>
      <Choices items={items} value={value} />
    </SelectField>
  );
}

/** What is picked stays visible, also before the list is read and if it is no longer in it. */
export function Choices({ items, value }: { items: LookupItem[]; value: string }) {
  const isListed = items.some(({ id }) => id === value);
  return (
    <>
      {value && !isListed && (
        <option value={value}>
          {items.length ? `${value} (not in the list any more)` : `Number ${value}`}
        </option>
      )}
      {items.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </>
  );
}
