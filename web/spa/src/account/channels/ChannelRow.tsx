/** One channel: where it goes and what it is told, its last test, and the log of its calls. */
import { Ellipsis } from "lucide-react";
import { type ComponentProps, Suspense, useId, useState } from "react";
import type { Channel } from "~/api/channels";
import { messageOf } from "~/api/errors";
import { Button, IconButton } from "~/ui/Button";
import kit from "~/ui/kit.module.css";
import { lazyPart } from "~/ui/lazyPart";
import { Pill } from "~/ui/Pill";
import { ChannelIcon } from "./ChannelIcon";
import { ChannelLog } from "./ChannelLog";
import css from "./channels.module.css";
import type { ChannelIntent } from "./intents";
import { type TestState, useChannelTest } from "./useChannelTest";
import { useSwitch } from "./useSwitch";
import { eventText, KINDS, offReasonText } from "./words";

const ChannelMenu = lazyPart(() => import("./ChannelMenu"));

interface ChannelRowProps {
  channel: Channel;
  onIntent: (intent: ChannelIntent) => void;
}

export function ChannelRow({ channel, onIntent }: ChannelRowProps) {
  const [isLogOpen, setIsLogOpen] = useState(false);
  const logId = useId();
  const test = useChannelTest(channel.id);
  const switching = useSwitch(channel);
  return (
    <li className={css.channel}>
      <div className={css.head}>
        <ChannelIcon kind={channel.kind} />
        <div className={kit.grow}>
          <p className={css.name} dir="auto">
            {channel.name}
          </p>
          <About channel={channel} />
        </div>
        <State channel={channel} />
        <span className={css.acts}>
          <Button
            small
            look="ghost"
            aria-label={`Test ${channel.name}`}
            aria-disabled={test.state.kind === "running" || undefined}
            onClick={test.run}
          >
            {test.state.kind === "running" ? "Testing…" : "Test"}
          </Button>
          <Button
            small
            look="ghost"
            aria-label={`Log of ${channel.name}`}
            aria-expanded={isLogOpen}
            aria-controls={isLogOpen ? logId : undefined}
            onClick={() => setIsLogOpen(!isLogOpen)}
          >
            Log
          </Button>
          <Suspense fallback={<MenuButton channel={channel} disabled />}>
            <ChannelMenu
              channel={channel}
              trigger={<MenuButton channel={channel} />}
              onSwitch={switching.run}
              onIntent={onIntent}
            />
          </Suspense>
        </span>
      </div>
      {!channel.is_active && channel.off_reason && <SwitchedOff reason={channel.off_reason} />}
      <TestResult state={test.state} />
      {switching.error && <p className={css.failed}>Not changed. {messageOf(switching.error)}</p>}
      {isLogOpen && <ChannelLog id={logId} channel={channel} />}
    </li>
  );
}

function About({ channel }: { channel: Channel }) {
  const told = channel.events.map(eventText).join(", ");
  return (
    <p className={css.about}>
      <span>{KINDS[channel.kind].name}</span>
      <span className={css.address}>{channel.url_hint}</span>
      <span>{told || "told of nothing"}</span>
    </p>
  );
}

function State({ channel }: { channel: Channel }) {
  if (channel.is_active) return <Pill tone="ok">On</Pill>;
  return <Pill tone={channel.off_reason ? "warn" : "plain"}>Off</Pill>;
}

function SwitchedOff({ reason }: { reason: NonNullable<Channel["off_reason"]> }) {
  return (
    <p className={css.off}>
      Switched off: {offReasonText(reason)}. Correct the address or repair the channel, test it,
      then switch it on in its menu.
    </p>
  );
}

function TestResult({ state }: { state: TestState }) {
  if (state.kind === "passed") return <p className={css.passed}>Test sent. {state.text}</p>;
  if (state.kind === "failed") return <p className={css.failed}>Test failed: {state.text}</p>;
  return null;
}

type MenuButtonProps = Omit<ComponentProps<"button">, "aria-label"> & { channel: Channel };

function MenuButton({ channel, ...rest }: MenuButtonProps) {
  return (
    <IconButton label={`Actions for ${channel.name}`} small tip="above" {...rest}>
      <Ellipsis size={16} strokeWidth={1.5} />
    </IconButton>
  );
}
