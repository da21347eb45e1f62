/** What the copilot cost this month, by task, person, model and day, and the monthly budget. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { fetchAiUsage, type AiUsage as Report } from "~/api/aiUsage";
import { keys } from "~/api/keys";
import { dollars } from "~/lib/money";
import { count } from "~/lib/text";
import { useLogin } from "~/login/LoginProvider";
import { ErrorState } from "~/ui/ErrorState";
import kit from "~/ui/kit.module.css";
import { Skeleton } from "~/ui/Skeleton";
import { AiBudgetForm } from "./AiBudgetForm";
import css from "./account.module.css";
import usageCss from "./aiUsage.module.css";

const TASKS: Readonly<Record<string, string>> = {
  chat_reply: "Chat replies",
  assessment: "Assessments",
  resolution_note: "Resolution notes",
  escalation_package: "Escalation packages",
  documentation: "Documentation",
  client_update: "Client updates",
  conversation_summary: "Summaries of long chats",
};

export function AiUsage() {
  const usage = useQuery({ queryKey: keys.aiUsage, queryFn: fetchAiUsage });
  const { user } = useLogin();
  return (
    <section id="ai-usage" className={css.section} aria-labelledby="ai-usage-title">
      <div className={kit.sectionHead}>
        <h2 id="ai-usage-title">AI usage</h2>
        {usage.data && <span className={kit.meta}>{monthText(usage.data.month)}, UTC</span>}
      </div>
      {usage.isPending && <Skeleton heights={[40, 120]} label="Loading the AI usage" />}
      {usage.isError && !usage.data && (
        <ErrorState
          inline
          what="The AI usage could not be loaded."
          error={usage.error}
          onRetry={usage.refetch}
        />
      )}
      {usage.data && (
        <>
          <Total report={usage.data} />
          {user.role === "owner" ? (
            <AiBudgetForm
              key={`${usage.data.budget_micros} ${usage.data.hard_stop}`}
              report={usage.data}
            />
          ) : (
            <p className={css.quiet}>Only a role owner sets the budget.</p>
          )}
          <Tables report={usage.data} />
        </>
      )}
    </section>
  );
}

function monthText(month: string): string {
  const first = new Date(`${month}-01T00:00:00Z`);
  return first.toLocaleDateString("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });
}

function Total({ report }: { report: Report }) {
  const { used_micros: used, budget_micros: budget, left_micros: left } = report;
  if (budget === null)
    return (
      <p className={usageCss.total}>
        <strong>{dollars(used)}</strong> spent. No budget is set.
      </p>
    );
  return (
    <div className={usageCss.total}>
      <p>
        <strong>{dollars(used)}</strong> of {dollars(budget)} spent, {dollars(left ?? 0)} left.
      </p>
      <progress
        aria-label="Share of the budget that is spent"
        value={Math.min(used, budget)}
        max={budget || 1}
      />
    </div>
  );
}

interface Line {
  calls: number;
  input_tokens: number;
  output_tokens: number;
  cost_micros: number;
}

function Tables({ report }: { report: Report }) {
  if (report.by_task.length === 0)
    return <p className={css.quiet}>The copilot has not been asked this month.</p>;
  return (
    <>
      <Table title="Task" lines={report.by_task} name={({ task }) => TASKS[task] ?? task} />
      <Table
        title="Person"
        lines={report.by_user}
        name={({ user }) => user?.name ?? "Not recorded"}
      />
      <Table title="Model" lines={report.by_model} name={({ model }) => <code>{model}</code>} />
      <details className={usageCss.days}>
        <summary>By day ({count(report.by_day.length, "day")})</summary>
        <Table title="Day" lines={report.by_day} name={({ day }) => day} />
      </details>
    </>
  );
}

interface TableProps<T extends Line> {
  title: string;
  lines: T[];
  name: (line: T) => ReactNode;
}

function Table<T extends Line>({ title, lines, name }: TableProps<T>) {
  return (
    <table className={usageCss.table}>
      <caption className="hidden-words">AI usage by {title.toLowerCase()}</caption>
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col">Calls</th>
          <th scope="col">Tokens in</th>
          <th scope="col">Tokens out</th>
          <th scope="col">Cost</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines are replaced as a whole
          <tr key={index}>
            <th scope="row">{name(line)}</th>
            <td data-label="Calls">{line.calls.toLocaleString("en-GB")}</td>
            <td data-label="Tokens in">{line.input_tokens.toLocaleString("en-GB")}</td>
            <td data-label="Tokens out">{line.output_tokens.toLocaleString("en-GB")}</td>
            <td data-label="Cost">{dollars(line.cost_micros)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
