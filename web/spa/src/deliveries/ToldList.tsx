/** Who was told, one line for each person or channel, with a retry for what was given up. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleAlert, CircleCheck, Clock, MinusCircle } from "lucide-react";
import { retryDelivery } from "~/api/deliveries";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import type { Delivery } from "~/api/types";
import { absoluteTime, useNow } from "~/lib/time";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { GuardedButton } from "~/ui/GuardedButton";
import css from "./deliveries.module.css";
import { byRecipient, channelText, isGivenUp, occasionText, stateText, type Told } from "./told";

export interface ToldOf {
  sessionId: string;
  handoffId: string;
  mayRetry: boolean;
}

export function ToldList({ deliveries, ...about }: ToldOf & { deliveries: Delivery[] }) {
  if (deliveries.length === 0) return <p className={css.none}>Nobody had to be told.</p>;
  return (
    <ul className={css.list} aria-label="Who was told">
      {byRecipient(deliveries).map((told) => (
        <Recipient key={told.deliveries[0]?.id} told={told} about={about} />
      ))}
    </ul>
  );
}

function Recipient({ told, about }: { told: Told; about: ToldOf }) {
  return (
    <li className={css.recipient}>
      <p className={css.name} dir="auto">
        {told.name}
        {told.address && told.address !== told.name && (
          <span className={css.address}>{told.address}</span>
        )}
      </p>
      <ul className={css.ways} aria-label={told.name}>
        {told.deliveries.map((delivery) => (
          <Way key={delivery.id} delivery={delivery} name={told.name} about={about} />
        ))}
      </ul>
    </li>
  );
}

interface WayProps {
  delivery: Delivery;
  name: string;
  about: ToldOf;
}

function Way({ delivery, name, about }: WayProps) {
  const now = useNow();
  const retrying = useRetry(delivery, about);
  const channel = channelText(delivery.channel);
  const occasion = occasionText(delivery);
  return (
    <li className={css.way} data-state={delivery.state}>
      <StateIcon delivery={delivery} />
      <span title={delivery.sent_at ? absoluteTime(delivery.sent_at) : undefined}>
        {channel} {stateText(delivery, now)}
        {occasion && `: ${occasion}`}
      </span>
      {about.mayRetry && delivery.is_retriable && (
        <GuardedButton
          small
          look="ghost"
          resetKey={delivery.attempts}
          aria-label={`Retry ${channel.toLowerCase()} to ${name}`}
          aria-disabled={retrying.isPending || undefined}
          onClick={() => retrying.mutate()}
        >
          {retrying.isPending ? "Retrying…" : "Retry"}
        </GuardedButton>
      )}
      {retrying.error && (
        <span className={css.refused}>Not retried. {messageOf(retrying.error)}</span>
      )}
    </li>
  );
}

function StateIcon({ delivery }: { delivery: Delivery }) {
  const Icon = isGivenUp(delivery)
    ? CircleAlert
    : ({ sent: CircleCheck, canceled: MinusCircle }[delivery.state as string] ?? Clock);
  return <Icon size={14} strokeWidth={1.5} aria-hidden="true" />;
}

function useRetry(delivery: Delivery, { sessionId, handoffId }: ToldOf) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: () =>
      sendOnce(delivery.attempts, (key) => retryDelivery(sessionId, handoffId, delivery.id, key)),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.deliveries(sessionId, handoffId) }),
  });
}
