/** The channels that are told of escalations: Slack, Teams, and webhooks of one's own. */
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { Suspense, useState } from "react";
import { REFETCH_MS } from "~/api/account";
import { type Channel, fetchChannels } from "~/api/channels";
import { keys } from "~/api/keys";
import { Button } from "~/ui/Button";
import { ErrorState } from "~/ui/ErrorState";
import kit from "~/ui/kit.module.css";
import { lazyPart } from "~/ui/lazyPart";
import { Count } from "~/ui/Pill";
import { Skeleton } from "~/ui/Skeleton";
import accountCss from "../account.module.css";
import { ChannelRow } from "./ChannelRow";
import css from "./channels.module.css";
import type { ChannelIntent } from "./intents";

const ChannelDialog = lazyPart(() => import("./ChannelDialog"), "layer");
const RemoveChannelDialog = lazyPart(() => import("./RemoveChannelDialog"), "layer");

export default function Channels() {
  const channels = useQuery({
    queryKey: keys.channels,
    queryFn: fetchChannels,
    refetchInterval: REFETCH_MS,
  });
  const [intent, setIntent] = useState<ChannelIntent | null>(null);
  const add = () => setIntent({ kind: "add" });
  return (
    <>
      <div className={kit.sectionHead}>
        <h2 id="channels-title">Notification channels</h2>
        {channels.data && <Count value={channels.data.length} />}
        <Button className={kit.end} onClick={add}>
          <Plus size={16} strokeWidth={1.5} />
          Add channel
        </Button>
      </div>
      {channels.isPending && <Skeleton heights={[56, 56]} label="Loading the channels" />}
      {channels.isError && !channels.data && (
        <ErrorState
          inline
          what="The channels could not be loaded."
          error={channels.error}
          onRetry={channels.refetch}
        />
      )}
      {channels.data && <Rows channels={channels.data} onIntent={setIntent} />}
      <Suspense fallback={null}>
        {intent && <IntentDialog intent={intent} onClose={() => setIntent(null)} />}
      </Suspense>
    </>
  );
}

interface RowsProps {
  channels: Channel[];
  onIntent: (intent: ChannelIntent) => void;
}

function Rows({ channels, onIntent }: RowsProps) {
  if (channels.length === 0) {
    return (
      <p className={accountCss.quiet}>
        No channel is told of escalations. People get mail, whatever is set up here.
      </p>
    );
  }
  return (
    <ul className={css.rows} aria-label="Notification channels">
      {channels.map((channel) => (
        <ChannelRow key={channel.id} channel={channel} onIntent={onIntent} />
      ))}
    </ul>
  );
}

function IntentDialog({ intent, onClose }: { intent: ChannelIntent; onClose: () => void }) {
  if (intent.kind === "remove") {
    return <RemoveChannelDialog channel={intent.channel} onClose={onClose} />;
  }
  const channel = intent.kind === "edit" ? intent.channel : null;
  return <ChannelDialog channel={channel} onClose={onClose} />;
}
