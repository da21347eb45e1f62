/** The outcomes of a fix under verification that are rarer than the three verdicts. Loaded on demand, with the menu it needs. */
import { Ellipsis } from "lucide-react";
import { IconButton } from "~/ui/Button";
import { Menu, MenuItem } from "~/ui/Menu";
import type { FixHandlers } from "./FixActions";

export default function MoreActions({ label, on }: { label: string; on: FixHandlers }) {
  return (
    <Menu
      trigger={
        <IconButton label={label} small tip="above" data-fix-action>
          <Ellipsis size={16} strokeWidth={1.5} />
        </IconButton>
      }
    >
      <MenuItem onSelect={() => on.record("applied_pending")}>Waiting to verify…</MenuItem>
      <MenuItem onSelect={() => on.record("dismissed")}>Dismiss</MenuItem>
    </Menu>
  );
}
