/** The right column: what we know about the problem, and where each of it comes from. */
import { useQuery } from "@tanstack/react-query";
import { keys } from "~/api/keys";
import { fetchFacts } from "~/api/sessions";
import type { AiSession, Fact } from "~/api/types";
import { capitalised } from "~/lib/words";
import { ErrorState } from "~/ui/ErrorState";
import { Skeleton } from "~/ui/Skeleton";
import css from "./details.module.css";

export function Details({ aiSession }: { aiSession: AiSession }) {
  return (
    <div className={css.details}>
      <section aria-labelledby="about-title">
        <h2 id="about-title" className={css.title}>
          About
        </h2>
        <dl className={css.list}>
          <Row name="Client" value={aiSession.client_name ?? "Not named"} />
          <Row
            name="Ticket"
            value={aiSession.psa_ticket_id ? `#${aiSession.psa_ticket_id}` : "None linked"}
          />
          <Row name="Opened by" value={aiSession.user.name} />
          {aiSession.handler && <Row name="Handled by" value={aiSession.handler.name} />}
          <Row name="Confidence" value={capitalised(aiSession.confidence_tier)} />
        </dl>
      </section>
      <section aria-labelledby="facts-title">
        <h2 id="facts-title" className={css.title}>
          What we know
        </h2>
        <Facts sessionId={aiSession.id} />
      </section>
    </div>
  );
}

function Row({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className={css.kind}>{name}</dt>
      <dd className={css.value}>{value}</dd>
    </div>
  );
}

function Facts({ sessionId }: { sessionId: string }) {
  const facts = useQuery({
    queryKey: keys.facts(sessionId),
    queryFn: () => fetchFacts(sessionId),
  });
  if (facts.isPending) return <Skeleton bones={[36, 36, 36]} label="Reading the facts" />;
  if (!facts.data) {
    return (
      <ErrorState
        inline
        what="The facts could not be read."
        error={facts.error}
        onRetry={facts.refetch}
      />
    );
  }
  if (facts.data.length === 0) return <p className={css.none}>Nothing established yet.</p>;
  return (
    <dl className={css.list}>
      {facts.data.map((fact) => (
        <FactRow key={fact.id} fact={fact} />
      ))}
    </dl>
  );
}

function FactRow({ fact }: { fact: Fact }) {
  return (
    <div>
      <dt className={css.kind}>{capitalised(fact.kind)}</dt>
      <dd className={css.value}>
        {fact.value}
        <span className={css.source}>
          {" "}
          · {fact.source === "copilot" ? "from chat" : "by an engineer"}
        </span>
      </dd>
    </div>
  );
}
