/** The menu of rarer outcomes, loaded on demand together with the menu component. */
import type { ReactNode } from "react";
import { Button } from "~/ui/Button";
import { Menu, MenuItem } from "~/ui/Menu";
import css from "./fix.module.css";
import type { FixHandlers } from "./fixHandlers";

export default function MoreActions({ label, on }: { label: ReactNode; on: FixHandlers }) {
  return (
    <Menu
      trigger={
        <Button small look="ghost" className={css.last}>
          {label}
        </Button>
      }
    >
      <MenuItem onSelect={() => on.record("applied_pending")}>Waiting to verify…</MenuItem>
      <MenuItem isFinal onSelect={() => on.record("dismissed")}>
        Dismiss
      </MenuItem>
    </Menu>
  );
}
