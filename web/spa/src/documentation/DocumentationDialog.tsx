/** The write-up of a session over its chat: the documentation for the team, and apart from it the text for the client. */
import { useState } from "react";
import type { AiSession } from "~/api/types";
import { clientAndTicket, headline } from "~/lib/text";
import { Dialog } from "~/ui/Dialog";
import { Segmented } from "~/ui/Segmented";
import { ClientUpdatePanel } from "./ClientUpdatePanel";
import { DocumentationPanel } from "./DocumentationPanel";

type Destination = "team" | "client";

interface DocumentationDialogProps {
  aiSession: AiSession;
  onClose: () => void;
}

export default function DocumentationDialog({ aiSession, onClose }: DocumentationDialogProps) {
  const [destination, setDestination] = useState<Destination>("team");
  const about = [headline(aiSession), clientAndTicket(aiSession)].filter(Boolean).join(" · ");
  const destinations = [
    { value: "team", label: "For the team" },
    { value: "client", label: `For ${aiSession.client_name ?? "the client"}` },
  ] as const;
  return (
    <Dialog
      title={destination === "team" ? "Documentation" : "Client update"}
      about={about}
      switcher={
        <Segmented
          label="Who reads it"
          value={destination}
          options={destinations}
          onChoose={setDestination}
        />
      }
      form
      onClose={onClose}
    >
      {destination === "team" ? (
        <DocumentationPanel aiSession={aiSession} />
      ) : (
        <ClientUpdatePanel aiSession={aiSession} />
      )}
    </Dialog>
  );
}
