/** A code in a text. Pointing at it, focusing it or tapping it shows what it means and what to check first. */
import { useState } from "react";
import type { SessionSignal, Signal } from "~/api/types";
import { Popover } from "~/ui/Popover";
import css from "./signal.module.css";

export default function SignalPlace({ text, signal }: { text: string; signal: SessionSignal }) {
  const [isOpen, setIsOpen] = useState(false);
  const { signals } = signal;
  const meanings = signals.map(({ meaning }) => meaning).join(" Or: ");
  return (
    <Popover
      label={signals.length > 1 ? `${text} can mean` : text}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      opensOnHover
      trigger={
        // biome-ignore lint/a11y/useAriaPropsSupportedByRole: the popover makes it a button; a button element would not break across lines like the text around it.
        <span
          className={css.place}
          // Not as hidden text in the place, which would be copied with the message.
          aria-label={`${text}. ${meanings}`}
        >
          {text}
        </span>
      }
    >
      <ul className={css.meanings}>
        {signals.map((one) => (
          <Meaning key={`${one.family} ${one.code}`} signal={one} />
        ))}
      </ul>
    </Popover>
  );
}

function Meaning({ signal: { code, family, meaning, first_check } }: { signal: Signal }) {
  return (
    <li>
      <small>
        {family} {code}
      </small>
      <p>{meaning}</p>
      <p>
        <b>First check:</b> {first_check}
      </p>
    </li>
  );
}
