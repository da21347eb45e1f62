/** Escalations and sessions by person and by client. */
import { type ReactNode, useId } from "react";
import type { EscalationFigures, SessionFigures } from "~/api/analytics";
import { durationText } from "~/lib/time";
import { Avatar } from "~/ui/Avatar";
import kit from "~/ui/kit.module.css";
import { FewSamples, Table } from "./Table";

/** What has no client, because nobody named one. */
const NO_CLIENT = "No client";

export function Section({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <div className={kit.sectionHead}>
        <h2 id={id}>{title}</h2>
      </div>
      {children}
    </section>
  );
}

export function EscalatedByPerson({ figures }: { figures: EscalationFigures }) {
  return (
    <Section title="By person">
      <Rows
        rows={figures.by_person}
        caption="Escalations by person"
        columns={[
          { head: "Who", cell: (row) => <Person name={row.person.name} /> },
          { head: "Escalated", cell: (row) => row.created },
          { head: "Claims", cell: (row) => row.claimed },
          { head: "Median", cell: medianOf },
        ]}
        keyOf={(row) => row.person.id}
      />
    </Section>
  );
}

export function EscalatedByClient({ figures }: { figures: EscalationFigures }) {
  return (
    <Section title="By client">
      <Rows
        rows={figures.by_client}
        caption="Escalations by client"
        columns={[
          { head: "Client", cell: (row) => <Client name={row.client_name} /> },
          { head: "Escalated", cell: (row) => row.created },
          { head: "Median", cell: medianOf },
        ]}
        keyOf={(row) => row.client_name ?? ""}
      />
    </Section>
  );
}

export function SessionsByPerson({ figures }: { figures: SessionFigures }) {
  return (
    <Section title="By person">
      <Rows
        rows={figures.by_person}
        caption="Sessions by person"
        columns={[
          { head: "Who", cell: (row) => <Person name={row.person.name} /> },
          { head: "Sessions", cell: (row) => row.n },
          { head: "Resolved", cell: (row) => row.n_resolved },
        ]}
        keyOf={(row) => row.person.id}
      />
    </Section>
  );
}

export function SessionsByClient({ figures }: { figures: SessionFigures }) {
  return (
    <Section title="By client">
      <Rows
        rows={figures.by_client}
        caption="Sessions by client"
        columns={[
          { head: "Client", cell: (row) => <Client name={row.client_name} /> },
          { head: "Sessions", cell: (row) => row.n },
          { head: "Resolved", cell: (row) => row.n_resolved },
        ]}
        keyOf={(row) => row.client_name ?? ""}
      />
    </Section>
  );
}

function Rows<T>(props: Parameters<typeof Table<T>>[0]) {
  if (props.rows.length === 0) return <p className={kit.meta}>Nothing in this period.</p>;
  return <Table {...props} />;
}

interface WithMedian {
  median_seconds: number | null;
  too_few: boolean;
}

function medianOf({ median_seconds: median, too_few }: WithMedian): ReactNode {
  return too_few || median === null ? <FewSamples /> : durationText(median);
}

function Person({ name }: { name: string }) {
  return (
    <span className={kit.line}>
      <Avatar name={name} size="small" />
      <span dir="auto">{name}</span>
    </span>
  );
}

function Client({ name }: { name: string | null }) {
  return name === null ? <span className={kit.muted}>{NO_CLIENT}</span> : <bdi>{name}</bdi>;
}
