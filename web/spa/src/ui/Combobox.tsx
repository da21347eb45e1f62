/** A field that narrows a list as the user types. The list comes from the server, so nothing is filtered here. */
import { Combobox as Base } from "@base-ui/react/combobox";
import { ChevronDown } from "lucide-react";
import { type ReactNode, type Ref, useId, useState } from "react";
import css from "./combobox.module.css";
import field from "./field.module.css";

export interface Option {
  id: string;
  name: string;
  /** Grey text beside the name. */
  about?: string | undefined;
}

interface ComboboxProps<O extends Option> {
  ref?: Ref<HTMLInputElement>;
  label: string;
  hint?: string;
  error?: string | undefined;
  placeholder?: string;
  options: readonly O[];
  value: O | null;
  onChoose: (option: O | null) => void;
  /** Called with each change of the text; the caller reads the options for it. */
  onWords: (words: string) => void;
  isLoading?: boolean;
  /** In place of an empty list. */
  none?: string;
  disabled?: boolean;
}

export function Combobox<O extends Option>(props: ComboboxProps<O>) {
  const { ref, label, hint, error, placeholder, options, value, onChoose, onWords } = props;
  const id = useId();
  const [input, setInput] = useState<Element | null>(null);
  const landmark = input?.closest<HTMLElement>("[role=dialog], main") ?? undefined;
  return (
    <div className={field.field}>
      <label className={field.label} htmlFor={id}>
        {label}
      </label>
      <Base.Root<O>
        items={options}
        value={value}
        onValueChange={(option) => onChoose(option)}
        onInputValueChange={(words, { reason }) => reason !== "item-press" && onWords(words.trim())}
        itemToStringLabel={(option) => option.name}
        isItemEqualToValue={(one, other) => one.id === other.id}
        filter={null}
        disabled={props.disabled ?? false}
      >
        <Base.InputGroup ref={setInput} className={css.group}>
          <Base.Input
            ref={ref}
            id={id}
            className={field.input}
            placeholder={placeholder}
            autoComplete="off"
            aria-invalid={error ? true : undefined}
            aria-describedby={error || hint ? `${id}-said` : undefined}
          />
          <Base.Trigger
            className={css.open}
            aria-label={`Show ${label.toLowerCase()}`}
            tabIndex={-1}
          >
            <ChevronDown size={16} strokeWidth={1.5} aria-hidden="true" />
          </Base.Trigger>
        </Base.InputGroup>
        <Base.Portal container={landmark}>
          <Base.Positioner className={css.positioner} sideOffset={4} collisionPadding={8}>
            <Base.Popup className={css.popup}>
              <Base.Empty className={css.none}>
                {props.isLoading ? "Searching…" : (props.none ?? "Nothing found.")}
              </Base.Empty>
              <Base.List className={css.list}>
                {(option: O) => (
                  <Base.Item key={option.id} value={option} className={css.option}>
                    <bdi className={css.name}>{option.name}</bdi>
                    {option.about && <bdi className={css.about}>{option.about}</bdi>}
                  </Base.Item>
                )}
              </Base.List>
            </Base.Popup>
          </Base.Positioner>
        </Base.Portal>
      </Base.Root>
      <Said id={`${id}-said`} error={error}>
        {hint}
      </Said>
    </div>
  );
}

function Said({
  id,
  error,
  children,
}: {
  id: string;
  error: string | undefined;
  children: ReactNode;
}) {
  if (!error && !children) return null;
  return (
    <div className={field.foot}>
      <span id={id} className={error ? field.error : field.hint}>
        {error || children}
      </span>
    </div>
  );
}
