/** One line in the dock that opens the task lane, where the details are not beside the chat. */
import { CircleQuestionMark } from "lucide-react";
import { useMedia, WIDE } from "~/lib/useMedia";
import { Button } from "~/ui/Button";
import { useDetailsView } from "../details/useDetailsView";
import type { OpenChat } from "../useChat";
import { useLaneView } from "./laneView";
import css from "./strip.module.css";

export function LaneStrip({ chat }: { chat: OpenChat }) {
  const { open } = useLaneView(chat.aiSession.id);
  const isWide = useMedia(WIDE);
  const [isShown, setView] = useDetailsView();
  if (open === 0 || (isWide && isShown)) return null;
  const show = () => {
    setView(isWide ? { tab: "facts", isShown: true } : { tab: "facts" });
    if (!isWide) chat.setLayer("details");
  };
  return (
    <div className={css.strip}>
      <Button look="ghost" small onClick={show}>
        <CircleQuestionMark size={16} strokeWidth={1.5} />
        Copilot asks
        <span className={css.count}>
          {open}
          <span className="hidden-words"> open</span>
        </span>
      </Button>
    </div>
  );
}
