/** People have round, tinted initials; the copilot has the square logo. The name is always beside it or in an accessible name. */
import { classes } from "~/lib/classes";
import { initials } from "~/lib/text";
import css from "./avatar.module.css";
import { Mark } from "./Logo";

type Size = "small" | "large";

const HUES = [css.hue0, css.hue1, css.hue2, css.hue3, css.hue4, css.hue5];

export function Avatar({ name, size }: { name: string; size?: Size }) {
  return (
    <span className={classes(css.avatar, hueOf(name), size && css[size])} aria-hidden="true">
      {initials(name)}
    </span>
  );
}

export function CopilotAvatar({ size }: { size?: Size }) {
  return (
    <span className={classes(css.avatar, css.copilot, size && css[size])} aria-hidden="true">
      <Mark />
    </span>
  );
}

/** A person has the same tint on every screen. */
function hueOf(name: string): string | undefined {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9_973;
  return HUES[sum % HUES.length];
}
