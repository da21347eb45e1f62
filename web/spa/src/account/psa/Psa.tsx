/** The connection to the PSA: choose and connect one, test it, pick from its lists, disconnect it. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { REFETCH_MS } from "~/api/account";
import { keys } from "~/api/keys";
import { fetchConnection, type Provider } from "~/api/psaConnection";
import { ErrorState } from "~/ui/ErrorState";
import { Skeleton } from "~/ui/Skeleton";
import accountCss from "../account.module.css";
import { Connected } from "./Connected";
import { ConnectionForm } from "./ConnectionForm";
import { PROVIDER_NAMES, PROVIDERS } from "./providers";
import css from "./psa.module.css";
import { useConnectionTest } from "./useConnectionTest";

export default function Psa() {
  const connection = useQuery({
    queryKey: keys.psaConnection,
    queryFn: fetchConnection,
    refetchInterval: REFETCH_MS,
  });
  const test = useConnectionTest();
  if (connection.isPending) return <Skeleton heights={[56, 56]} label="Loading the connection" />;
  if (!connection.data)
    return (
      <ErrorState
        inline
        what="The connection could not be loaded."
        error={connection.error}
        onRetry={connection.refetch}
      />
    );
  const { provider } = connection.data;
  if (!provider) return <Choose onConnected={test.run} />;
  return <Connected provider={provider} connection={connection.data} test={test} />;
}

/** Nothing is connected: first the PSA, then what it asks for. */
function Choose({ onConnected }: { onConnected: () => void }) {
  const [provider, setProvider] = useState<Provider | null>(null);
  return (
    <div className={css.form}>
      <p className={accountCss.quiet}>
        Connect your ticket system: FlowPilot then shows its tickets, and posts what was done to
        them.
      </p>
      <fieldset className={css.cards}>
        <legend className="hidden-words">Ticket system</legend>
        {PROVIDER_NAMES.map((name) => (
          <label key={name} className={css.card}>
            <input
              type="radio"
              name="psa-provider"
              checked={provider === name}
              onChange={() => setProvider(name)}
            />
            <span className={css.cardName}>{PROVIDERS[name].name}</span>
            <span className={accountCss.quiet}>{PROVIDERS[name].about}</span>
          </label>
        ))}
      </fieldset>
      {provider && (
        <ConnectionForm key={provider} provider={provider} kept={null} onSaved={onConnected} />
      )}
    </div>
  );
}
