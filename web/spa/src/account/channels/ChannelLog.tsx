/** The last hundred calls to a channel, each of which can be sent again. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type Channel, type ChannelCall, fetchCalls, resendCall } from "~/api/channels";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { clockTime, useNow } from "~/lib/time";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import { ErrorState } from "~/ui/ErrorState";
import { Skeleton } from "~/ui/Skeleton";
import accountCss from "../account.module.css";
import css from "./channels.module.css";
import { callText, eventText } from "./words";

/** No event reports a call, so an open log refetches. */
const REFETCH_MS = 5_000;

export function ChannelLog({ id, channel }: { id: string; channel: Channel }) {
  const calls = useQuery({
    queryKey: keys.channelCalls(channel.id),
    queryFn: () => fetchCalls(channel.id),
    refetchInterval: REFETCH_MS,
  });
  return (
    <div id={id} className={css.log}>
      {calls.isPending && <Skeleton heights={[28, 28]} label="Loading the log" />}
      {calls.isError && !calls.data && (
        <ErrorState
          inline
          what="The log could not be loaded."
          error={calls.error}
          onRetry={calls.refetch}
        />
      )}
      {calls.data?.length === 0 && <p className={accountCss.quiet}>Nothing was sent yet.</p>}
      {calls.data && calls.data.length > 0 && <Calls channel={channel} calls={calls.data} />}
    </div>
  );
}

function Calls({ channel, calls }: { channel: Channel; calls: ChannelCall[] }) {
  return (
    <table className={css.calls}>
      <caption className="hidden-words">The last calls to {channel.name}</caption>
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col">Event</th>
          <th scope="col">Result</th>
          <th scope="col">Took</th>
          <th scope="col">
            <span className="hidden-words">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {calls.map((call) => (
          <CallRow key={call.id} channel={channel} call={call} />
        ))}
      </tbody>
    </table>
  );
}

function CallRow({ channel, call }: { channel: Channel; call: ChannelCall }) {
  const now = useNow();
  const resending = useResend(channel, call);
  const result = callText(call.status);
  return (
    <tr>
      <th scope="row">
        <time dateTime={call.at}>{clockTime(call.at, now)}</time>
      </th>
      <td data-label="Event">{eventText(call.event)}</td>
      <td data-label="Result" className={result.isGood ? undefined : css.failed}>
        {result.text}
      </td>
      <td data-label="Took">{call.duration_ms} ms</td>
      <td className={css.again}>
        <Button
          small
          look="ghost"
          aria-label={`Send again: ${eventText(call.event)}, ${clockTime(call.at, now)}`}
          aria-disabled={resending.isPending || undefined}
          onClick={() => resending.isPending || resending.mutate()}
        >
          {resending.isPending ? "Sending…" : "Send again"}
        </Button>
        {resending.error && <span className={css.failed}>{messageOf(resending.error)}</span>}
      </td>
    </tr>
  );
}

function useResend(channel: Channel, call: ChannelCall) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: () => sendOnce(call.id, (key) => resendCall(channel.id, call.id, key)),
    onSuccess: () => {
      announce("It is sent again. The log shows what comes of it.");
      return queries.invalidateQueries({ queryKey: keys.channelCalls(channel.id) });
    },
  });
}
