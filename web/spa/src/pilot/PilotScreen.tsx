/** `/pilot`: the copilot chat, or with `?pickup=true` the handoff's context. */

import { Suspense } from "react";
import { useParams, useSearchParams } from "react-router";
import { lazyPart } from "~/ui/lazyPart";
import { ScreenSkeleton } from "~/ui/ScreenSkeleton";
import { ChatScreen } from "./ChatScreen";

const HandoffScreen = lazyPart(() => import("~/handoff/HandoffScreen"), "screen");

export default function PilotScreen() {
  const { id } = useParams();
  const [search] = useSearchParams();
  if (id && search.get("pickup") === "true") {
    return (
      <Suspense fallback={<ScreenSkeleton />}>
        <HandoffScreen key={id} sessionId={id} />
      </Suspense>
    );
  }
  return <ChatScreen sessionId={id ?? null} />;
}
