/** A connected PSA: how it fares, and everything that can be set. */
import { type ReactNode, Suspense, useState } from "react";
import type { Provider, PsaConnection } from "~/api/psaConnection";
import { Button } from "~/ui/Button";
import kit from "~/ui/kit.module.css";
import { lazyPart } from "~/ui/lazyPart";
import { Pill } from "~/ui/Pill";
import { RelativeTime } from "~/ui/RelativeTime";
import { ConnectionForm } from "./ConnectionForm";
import { OptionsForm } from "./OptionsForm";
import { People } from "./People";
import { PROVIDERS } from "./providers";
import css from "./psa.module.css";
import type { ConnectionTest, TestState } from "./useConnectionTest";
import { WebhookPart } from "./WebhookPart";

const DisconnectDialog = lazyPart(() => import("./DisconnectDialog"), "layer");

interface ConnectedProps {
  provider: Provider;
  connection: PsaConnection;
  test: ConnectionTest;
}

export function Connected({ provider, connection, test }: ConnectedProps) {
  const [isEnding, setIsEnding] = useState(false);
  const { name } = PROVIDERS[provider];
  return (
    <div className={css.parts}>
      <Status
        provider={provider}
        connection={connection}
        test={test}
        onEnd={() => setIsEnding(true)}
      />
      <Part title="Address and credentials">
        <ConnectionForm
          key={`${connection.base_url} ${JSON.stringify(connection.credentials)}`}
          provider={provider}
          kept={connection}
          onSaved={test.run}
        />
      </Part>
      {hasWorked(connection) ? (
        <Lists provider={provider} connection={connection} />
      ) : (
        <Part title="Notes and new tickets">
          <p className={css.about}>
            Once the connection works, you pick boards, statuses and members here.
          </p>
        </Part>
      )}
      {connection.webhook && (
        <Part title="Changes as they happen">
          <WebhookPart provider={provider} webhook={connection.webhook} />
        </Part>
      )}
      <Suspense fallback={null}>
        {isEnding && (
          <DisconnectDialog
            name={name}
            connection={connection}
            onClose={() => setIsEnding(false)}
          />
        )}
      </Suspense>
    </div>
  );
}

/** Before, there are no lists to pick from, and each would only repeat why. */
function hasWorked({ state, synced_at, options }: PsaConnection): boolean {
  return state === "ok" || synced_at !== null || Object.keys(options).length > 0;
}

function Lists({ provider, connection }: Omit<ConnectedProps, "test">) {
  return (
    <>
      <Part title="Notes and new tickets">
        <OptionsForm
          key={JSON.stringify(connection.options)}
          provider={provider}
          connection={connection}
        />
      </Part>
      <Part title="People">
        <People />
      </Part>
    </>
  );
}

function Status({ provider, connection, test, onEnd }: ConnectedProps & { onEnd: () => void }) {
  const isTesting = test.state.kind === "running";
  return (
    <div className={css.status}>
      <div className={css.head}>
        <span className={css.cardName}>{PROVIDERS[provider].name}</span>
        <State state={connection.state} />
        {connection.is_simulated && <Pill tone="info">Simulator</Pill>}
        <span className={`${css.acts} ${kit.end}`}>
          <Button
            small
            aria-disabled={isTesting || undefined}
            onClick={() => isTesting || test.run()}
          >
            {isTesting ? "Testing…" : "Test"}
          </Button>
          <Button small look="ghost" onClick={onEnd}>
            Disconnect…
          </Button>
        </span>
      </div>
      <p className={css.about}>
        <span className={css.address}>{connection.base_url}</span>
        <span>
          Tickets read <Moment at={connection.synced_at} />
        </span>
        <span>
          Tested <Moment at={connection.tested_at} />
        </span>
      </p>
      {connection.is_simulated && (
        <p className={css.about}>
          This is FlowPilot's own simulator on this machine. Disconnect it to connect a real system.
        </p>
      )}
      <Result state={test.state} />
      {connection.last_error && test.state.kind !== "failed" && (
        <p className={css.warning}>Last error: {connection.last_error.message}</p>
      )}
    </div>
  );
}

function State({ state }: { state: PsaConnection["state"] }) {
  if (state === "ok") return <Pill tone="ok">Connected</Pill>;
  if (state === "failing") return <Pill tone="danger">Failing</Pill>;
  return <Pill tone="warn">Not tested</Pill>;
}

function Result({ state }: { state: TestState }) {
  if (state.kind === "passed") return <p className={css.passed}>Test passed. {state.text}</p>;
  if (state.kind === "failed") return <p className={css.failed}>Test failed. {state.text}</p>;
  return null;
}

function Moment({ at }: { at: string | null }) {
  return at ? <RelativeTime at={at} focusable /> : "never";
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={css.part} aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}
