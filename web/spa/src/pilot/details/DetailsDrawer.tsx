/** The details where there is no room for a third column. */
import type { AiSession } from "~/api/types";
import { Drawer } from "~/ui/Dialog";
import { Details } from "./Details";

interface DetailsDrawerProps {
  aiSession: AiSession;
  onClose: () => void;
}

export default function DetailsDrawer({ aiSession, onClose }: DetailsDrawerProps) {
  return (
    <Drawer title="Details" side="right" onClose={onClose}>
      <Details aiSession={aiSession} />
    </Drawer>
  );
}
