/** The logo: an F drawn as a route. The stem is the problem, the dot the goal, the short arm the branch that was tried. */
import { classes } from "~/lib/classes";
import css from "./avatar.module.css";

export function Mark() {
  return (
    <svg className={css.mark} viewBox="0 0 32 32" aria-hidden="true">
      <path d="M10.5 24.5V14a5 5 0 0 1 5-5H19M10.5 17.5h6.75" />
      <circle cx="22.25" cy="9" r="3" />
    </svg>
  );
}

/** The logo on its tile. */
export function LogoTile({ big }: { big?: boolean }) {
  return (
    <span className={classes(css.tile, big && css.big)}>
      <Mark />
    </span>
  );
}
