/** Two versions side by side: only what differs. */
import kit from "~/ui/kit.module.css";
import type { Difference } from "../model/difference";
import css from "./view.module.css";

interface DifferenceTableProps {
  found: readonly Difference[];
  /** The titles of the two columns. */
  one: string;
  other: string;
}

export function DifferenceTable({ found, one, other }: DifferenceTableProps) {
  if (found.length === 0) return <p className={kit.muted}>They say the same.</p>;
  return (
    <table className={css.compare}>
      <thead>
        <tr>
          <th scope="col">{one}</th>
          <th scope="col">{other}</th>
        </tr>
      </thead>
      {found.map((each) => (
        <tbody key={each.key}>
          <tr>
            <th scope="rowgroup" colSpan={2} dir="auto">
              {each.about}
            </th>
          </tr>
          <tr>
            <Side text={each.one} />
            <Side text={each.other} />
          </tr>
        </tbody>
      ))}
    </table>
  );
}

function Side({ text }: { text: string | null }) {
  if (text === null) return <td className={css.none}>Not there</td>;
  return <td dir="auto">{text || <span className={css.none}>Empty</span>}</td>;
}
