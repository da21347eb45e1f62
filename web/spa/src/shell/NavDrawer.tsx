/** Places and sessions where the sidebar has no room. */
import { Drawer } from "~/ui/Dialog";
import { MainNav } from "./MainNav";
import { SessionList } from "./SessionList";

export default function NavDrawer({ onClose }: { onClose: () => void }) {
  return (
    <Drawer title="FlowPilot" side="left" onClose={onClose}>
      <MainNav onGo={onClose} />
      <SessionList onGo={onClose} />
    </Drawer>
  );
}
