/** The dialogs and drawers over a chat, each loaded when it is first opened. */
import { lazy, Suspense } from "react";
import type { Layer, OpenChat } from "../useChat";

const EscalateDialog = lazy(() => import("./EscalateDialog"));
const ConcludeDialog = lazy(() => import("./ConcludeDialog"));
const DetailsDrawer = lazy(() => import("../details/DetailsDrawer"));
const ContextDialog = lazy(() => import("~/handoff/ContextDialog"));

export function ChatLayers({ chat }: { chat: OpenChat }) {
  return <Suspense fallback={null}>{chat.layer && layerOf(chat.layer, chat)}</Suspense>;
}

function layerOf(layer: Layer, chat: OpenChat) {
  const { aiSession, activeFix: fix, acts } = chat;
  const close = () => chat.setLayer(null);
  switch (layer) {
    case "escalate":
      return <EscalateDialog aiSession={aiSession} fix={fix} acts={acts} onClose={close} />;
    case "conclude":
    case "concluded-fix":
      return (
        <ConcludeDialog
          aiSession={aiSession}
          fix={fix}
          acts={acts}
          recordedSuccess={layer === "concluded-fix"}
          onClose={close}
        />
      );
    case "details":
      return <DetailsDrawer aiSession={aiSession} onClose={close} />;
    case "context":
      return <ContextDialog aiSession={aiSession} onClose={close} />;
  }
}
