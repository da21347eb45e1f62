/** The right column: the facts, the session, the fix's steps and script, and a decision tree. */
import { Suspense } from "react";
import { lazyPart } from "~/ui/lazyPart";
import { Skeleton } from "~/ui/Skeleton";
import { Tabs } from "~/ui/Tabs";
import { UncoverContext } from "../stepLinks";
import type { OpenChat } from "../useChat";
import css from "./details.module.css";
import { FactsTab } from "./FactsTab";
import { ScriptTab } from "./ScriptTab";
import { type DetailsTab, useDetailsTab, useDetailsView } from "./useDetailsView";

const Board = lazyPart(() => import("~/hypotheses/Board"));
const TreeTab = lazyPart(() => import("./TreeTab"));

const TABS = [
  { value: "facts", label: "Facts" },
  { value: "board", label: "Board" },
  { value: "script", label: "Script" },
  { value: "tree", label: "Tree" },
] as const;

export default function Details({ chat }: { chat: OpenChat }) {
  const tab = useDetailsTab();
  const [, setView] = useDetailsView();
  const isCovering = chat.layer === "details";
  const uncover = () => isCovering && chat.setLayer(null);
  return (
    <UncoverContext value={uncover}>
      <Tabs<DetailsTab>
        label="Details"
        value={tab}
        tabs={TABS}
        onChoose={(next) => setView({ tab: next })}
      >
        <div className={css.details}>
          {tab === "facts" && <FactsTab aiSession={chat.aiSession} />}
          {tab === "board" && (
            <Suspense fallback={<Skeleton heights={[72, 72]} label="Loading the causes" />}>
              <Board aiSession={chat.aiSession} steps={chat.steps} />
            </Suspense>
          )}
          {tab === "tree" && (
            <Suspense fallback={<Skeleton heights={[32, 72]} label="Loading the trees" />}>
              <TreeTab key={chat.aiSession.id} aiSession={chat.aiSession} />
            </Suspense>
          )}
          {tab === "script" && (
            <ScriptTab
              fix={chat.bannerFix}
              steps={chat.steps}
              mayChange={chat.aiSession.can_write}
            />
          )}
        </div>
      </Tabs>
    </UncoverContext>
  );
}
