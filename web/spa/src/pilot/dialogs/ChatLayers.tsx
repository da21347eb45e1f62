/** The dialogs and drawers over a chat, each loaded when it is first opened. */
import { Suspense } from "react";
import { Boundary } from "~/ui/Boundary";
import { lazyPart } from "~/ui/lazyPart";
import { needsOutcome } from "../fix/fixMode";
import { endOffer, useOfferedFix } from "../templatize/offer";
import type { Layer, OpenChat } from "../useChat";

const EscalateDialog = lazyPart(() => import("./EscalateDialog"), "layer");
const ConcludeDialog = lazyPart(() => import("../conclude/ConcludeDialog"), "layer");
const NoteDialog = lazyPart(() => import("./NoteDialog"), "layer");
const ParkDialog = lazyPart(() => import("./ParkDialog"), "layer");
const DetailsDrawer = lazyPart(() => import("../details/DetailsDrawer"), "layer");
const DocumentationDialog = lazyPart(() => import("~/documentation/DocumentationDialog"), "layer");
const ShareDialog = lazyPart(() => import("~/share/ShareDialog"), "layer");
const LinkTicketDialog = lazyPart(() => import("~/tickets/LinkTicketDialog"), "layer");
const SpinOffDialog = lazyPart(() => import("~/tickets/SpinOffDialog"), "layer");
const TemplateOffer = lazyPart(() => import("../templatize/TemplateOffer"), "layer");
const ContextDialog = lazyPart(() => import("~/handoff/ContextDialog"), "layer");

export function ChatLayers({ chat }: { chat: OpenChat }) {
  return (
    <Boundary region="layer" resetKey={chat.layer ?? ""}>
      <Suspense fallback={null}>
        {chat.layer ? layerOf(chat.layer, chat) : <Offered chat={chat} />}
      </Suspense>
    </Boundary>
  );
}

/** The question after a resolve, which has no layer of its own: nobody opened it. */
function Offered({ chat }: { chat: OpenChat }) {
  const fixId = useOfferedFix(chat.aiSession.id);
  const fix = chat.fixes.find(({ id }) => id === fixId);
  return fix && <TemplateOffer fix={fix} onClose={endOffer} />;
}

function layerOf(layer: Layer, chat: OpenChat) {
  const { aiSession, activeFix, bannerFix, acts } = chat;
  // The banner may ask about an older fix, which needs its outcome first.
  const fix = needsOutcome(bannerFix) ? bannerFix : activeFix;
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
    case "note":
      return <NoteDialog aiSession={aiSession} onClose={close} />;
    case "park":
      return <ParkDialog aiSession={aiSession} onClose={close} />;
    case "details":
      return <DetailsDrawer chat={chat} onClose={close} />;
    case "context":
      return <ContextDialog aiSession={aiSession} onClose={close} />;
    case "documentation":
      return <DocumentationDialog aiSession={aiSession} onClose={close} />;
    case "share":
      return <ShareDialog aiSession={aiSession} onClose={close} />;
    case "ticket":
      return <LinkTicketDialog aiSession={aiSession} onClose={close} />;
    case "spin-off":
      return <SpinOffDialog aiSession={aiSession} onClose={close} />;
  }
}
