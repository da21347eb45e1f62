/** The commands that match the typed text, shown above the composer. The focus stays in the composer. */
import type { ScreenAction } from "~/keyboard/actions";
import { classes } from "~/lib/classes";
import css from "./composer.module.css";

interface CommandListProps {
  id: string;
  commands: ScreenAction[];
  /** The command that Enter runs. */
  chosen: number;
  onChoose: (index: number) => void;
  onRun: (command: ScreenAction) => void;
}

export function CommandList({ id, commands, chosen, onChoose, onRun }: CommandListProps) {
  return (
    <div id={id} role="listbox" aria-label="Commands" className={css.commands}>
      {commands.map((command, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the composer has the focus and takes the keys.
        <div
          key={command.id}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === chosen}
          aria-disabled={command.disabledReason ? true : undefined}
          tabIndex={-1}
          className={classes(css.command, index === chosen && css.chosen)}
          onPointerMove={() => onChoose(index)}
          // Keeps the focus in the composer.
          onPointerDown={(event) => event.preventDefault()}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onRun(command)}
        >
          <span className={css.commandName}>{command.label}</span>
          <span className={css.commandHint}>{command.disabledReason ?? command.hint}</span>
          <kbd>/{command.id}</kbd>
        </div>
      ))}
    </div>
  );
}

export function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}
