/** Navigation and session list in a drawer, for screens without a sidebar. */
import { Drawer } from "~/ui/Dialog";
import { MainNav } from "./MainNav";
import { SessionList } from "./SessionList";
import css from "./shell.module.css";

export default function NavDrawer({ onClose }: { onClose: () => void }) {
  return (
    <Drawer title="FlowPilot" side="left" onClose={onClose}>
      <div className={css.drawer}>
        <MainNav onGo={onClose} />
        <SessionList onGo={onClose} />
      </div>
    </Drawer>
  );
}
