/** Shows the details in a drawer if there is no room for a third column. */
import { Drawer } from "~/ui/Dialog";
import type { OpenChat } from "../useChat";
import Details from "./Details";

interface DetailsDrawerProps {
  chat: OpenChat;
  onClose: () => void;
}

export default function DetailsDrawer({ chat, onClose }: DetailsDrawerProps) {
  return (
    <Drawer title="Details" side="right" onClose={onClose}>
      <Details chat={chat} />
    </Drawer>
  );
}
