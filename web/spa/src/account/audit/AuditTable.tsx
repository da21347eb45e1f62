/** The lines of the audit log. */
import { Link } from "react-router";
import type { AuditEntry } from "~/api/auditLog";
import { kindText } from "~/lib/text";
import { absoluteTime } from "~/lib/time";
import css from "./audit.module.css";
import { actionText, actorText, detailText } from "./words";

export function AuditTable({ lines }: { lines: AuditEntry[] }) {
  return (
    <table className={css.table}>
      <caption className="hidden-words">Audit log, newest first</caption>
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">Who</th>
          <th scope="col">What</th>
          <th scope="col">About</th>
          <th scope="col">Address</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <Row key={line.id} line={line} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ line }: { line: AuditEntry }) {
  const details = detailText(line.detail);
  return (
    <tr>
      <td className={css.when}>
        <time dateTime={line.created_at}>{absoluteTime(line.created_at)}</time>
      </td>
      <th scope="row" dir="auto">
        {actorText(line)}
      </th>
      <td>
        {actionText(line.action)}
        {details && <small className={css.details}>{details}</small>}
      </td>
      <td dir="auto">
        <Subject line={line} />
      </td>
      <td className={css.from}>{line.client ?? "–"}</td>
    </tr>
  );
}

function Subject({ line }: { line: AuditEntry }) {
  const { kind, id, name } = line.subject;
  const sessionId = kind === "ai_session" ? id : line.detail.ai_session_id;
  if (typeof sessionId === "string") return <Link to={`/pilot/${sessionId}`}>Session</Link>;
  return name ?? kindText(kind);
}
