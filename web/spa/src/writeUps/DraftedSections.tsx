/** Drafted sections as one document, each a text area. What the user changes stays; a newer draft is offered below it. */
import { type KeyboardEvent, type RefObject, useId, useState } from "react";
import { isCharacter } from "~/keyboard/typing";
import { isTouch } from "~/lib/useMedia";
import { Button } from "~/ui/Button";
import { type Edits, type Source, sectionOf, withEdit } from "./edits";
import type { SectionLabel } from "./sections";
import css from "./writeUps.module.css";

interface DraftedSectionsProps<Name extends string> {
  sections: readonly SectionLabel<Name>[];
  source: Source<Name>;
  edits: Edits<Name>;
  onEdits: (change: (now: Edits<Name>) => Edits<Name>) => void;
  maxLength: number;
  /** The first section, for the initial focus. */
  first?: RefObject<HTMLTextAreaElement | null>;
  /** Whether a key was typed for something that was on the screen before. */
  isLeftOver?: (event: KeyboardEvent) => boolean;
}

export function DraftedSections<Name extends string>(props: DraftedSectionsProps<Name>) {
  const { sections, source, edits, onEdits, ...rest } = props;
  return (
    <div className={css.document}>
      {sections.map((section, position) => (
        <Section
          key={section.name}
          section={section}
          shown={sectionOf(section.name, source, edits)}
          onType={(text) => onEdits((now) => withEdit(section.name, text, source, now))}
          area={position === 0 ? rest.first : undefined}
          maxLength={rest.maxLength}
          isLeftOver={rest.isLeftOver}
        />
      ))}
    </div>
  );
}

interface SectionProps {
  section: SectionLabel<string>;
  shown: { text: string; newer: string | null };
  onType: (text: string) => void;
  area: RefObject<HTMLTextAreaElement | null> | undefined;
  maxLength: number;
  isLeftOver: ((event: KeyboardEvent) => boolean) | undefined;
}

function Section({ section, shown, onType, ...rest }: SectionProps) {
  const id = useId();
  const [replaced, setReplaced] = useState<string | null>(null);
  const isTooLong = shown.text.length > rest.maxLength;
  const type = (text: string, before: string | null = null) => {
    setReplaced(before);
    onType(text);
  };
  return (
    <div className={css.section}>
      <label htmlFor={id}>{section.label}</label>
      <textarea
        ref={rest.area}
        // biome-ignore lint/a11y/noAutofocus: the first field of a form that has just opened.
        autoFocus={rest.area !== undefined}
        id={id}
        rows={2}
        dir="auto"
        placeholder={section.placeholder}
        aria-invalid={isTooLong || undefined}
        aria-describedby={isTooLong ? `${id}-error` : undefined}
        value={shown.text}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => keepOut(event, rest.isLeftOver)}
      />
      {isTooLong && (
        <p id={`${id}-error`} className={css.tooLong}>
          At most {rest.maxLength.toLocaleString("en-GB")} characters.
        </p>
      )}
      {shown.newer !== null && replaced === null && (
        <Newer text={shown.newer} onTake={() => type(shown.newer ?? "", shown.text)} />
      )}
      {replaced !== null && (
        <Button look="ghost" small className={css.back} onClick={() => type(replaced)}>
          Back to my text
        </Button>
      )}
    </div>
  );
}

/** On touch keyboards Return adds a line, so the form must not see it. */
function keepOut(event: KeyboardEvent, isLeftOver?: (event: KeyboardEvent) => boolean): void {
  if (event.key === "Enter" && isTouch()) event.stopPropagation();
  else if (isCharacter(event.key) && isLeftOver?.(event)) event.preventDefault();
}

function Newer({ text, onTake }: { text: string; onTake: () => void }) {
  return (
    <div className={css.newer} role="group" aria-label="New draft">
      <p dir="auto">{text}</p>
      <Button small onClick={onTake}>
        New draft: use it
      </Button>
    </div>
  );
}
