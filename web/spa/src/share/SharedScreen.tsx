/** What a link shows to somebody without a login: a session to read, as it is at this moment. */
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { isStatus, messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { fetchShared, type Shared } from "~/api/shares";
import { AttemptList } from "~/attempts/AttemptList";
import { count, kindText } from "~/lib/text";
import { absoluteTime } from "~/lib/time";
import { Prose } from "~/prose/Prose";
import { StatusPill } from "~/shell/StatusPill";
import { Boot } from "~/ui/Boot";
import { Button } from "~/ui/Button";
import { LogoTile } from "~/ui/Logo";
import { Main } from "~/ui/Main";
import { ScreenTitle } from "~/ui/ScreenTitle";
import { SharedSteps } from "./SharedSteps";
import css from "./share.module.css";
import { asAttempt } from "./sharedAttempts";

export default function SharedScreen() {
  const { token = "" } = useParams();
  const shared = useQuery({
    queryKey: keys.shared(token),
    queryFn: () => fetchShared(token),
    // Each call counts as an opening: one for each time that somebody opens the page.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  if (shared.data) return <Shown shared={shared.data} />;
  if (!shared.error) return <Boot />;
  if (isStatus(shared.error, 404)) return <Gone />;
  return <Failed error={shared.error} onRetry={() => void shared.refetch()} />;
}

function Shown({ shared }: { shared: Shared }) {
  return (
    <div className={css.screen}>
      <header className={css.head}>
        <p className={css.brand}>
          <LogoTile />
          FlowPilot
        </p>
        <p className={css.until}>
          Shared with you to read until{" "}
          <time dateTime={shared.expires_at}>{absoluteTime(shared.expires_at)}</time>
        </p>
      </header>
      <Main className={css.column}>
        <div>
          <ScreenTitle className={css.title}>{shared.title}</ScreenTitle>
          <p className={css.under}>
            {shared.client_name && <span dir="auto">{shared.client_name}</span>}
            {shared.status === "active" ? (
              <span>Being worked on</span>
            ) : (
              <StatusPill status={shared.status} />
            )}
          </p>
        </div>
        <Parts shared={shared} />
      </Main>
    </div>
  );
}

function Parts({ shared }: { shared: Shared }) {
  const { documentation, facts, attempts, steps, attempts_left_out: attemptsLeftOut = 0 } = shared;
  return (
    <>
      {documentation !== undefined && (
        <Part title="Documentation" isEmpty={!documentation} empty="Nothing to show yet.">
          <Prose text={documentation ?? ""} />
        </Part>
      )}
      {facts && (
        <Part title="What we know" isEmpty={facts.length === 0} empty="Nothing established yet.">
          <dl className={css.facts}>
            {facts.map(({ kind, value }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
              <Fact key={index} kind={kind} value={value} />
            ))}
          </dl>
        </Part>
      )}
      {attempts && (
        <Part title="What was tried" isEmpty={attempts.length === 0} empty="Nothing was tried yet.">
          <AttemptList attempts={attempts.map(asAttempt)} />
          {attemptsLeftOut > 0 && (
            <p className={css.quiet}>{count(attemptsLeftOut, "older attempt")} not shown.</p>
          )}
        </Part>
      )}
      {steps && <SharedSteps steps={steps} leftOut={shared.steps_left_out ?? 0} />}
    </>
  );
}

function Fact({ kind, value }: { kind: string; value: string }) {
  return (
    <>
      <dt>{kindText(kind)}</dt>
      <dd dir="auto">{value}</dd>
    </>
  );
}

interface PartProps {
  title: string;
  isEmpty: boolean;
  empty: string;
  children: React.ReactNode;
}

function Part({ title, isEmpty, empty, children }: PartProps) {
  return (
    <section className={css.part} aria-label={title}>
      <h2>{title}</h2>
      <div className={css.card}>{isEmpty ? <p className={css.quiet}>{empty}</p> : children}</div>
    </section>
  );
}

/** The same for a link that never existed, has expired or was revoked. */
function Gone() {
  return (
    <Main className={css.gone}>
      <LogoTile big />
      <ScreenTitle>There is nothing here</ScreenTitle>
      <p>This link does not exist or has ended. Ask the person who gave it to you for a new one.</p>
    </Main>
  );
}

function Failed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  return (
    <Main className={css.gone}>
      <LogoTile big />
      <ScreenTitle>This could not be loaded</ScreenTitle>
      <p>{messageOf(error)}</p>
      <Button onClick={onRetry}>Try again</Button>
    </Main>
  );
}
