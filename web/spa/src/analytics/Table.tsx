/** A table of figures. The first column names the row, the others hold numbers. */
import type { ReactNode } from "react";
import css from "./analytics.module.css";

interface Column<T> {
  head: string;
  cell: (row: T) => ReactNode;
}

interface TableProps<T> {
  /** For screen readers; a visible heading is beside the table. */
  caption: string;
  rows: T[];
  keyOf: (row: T) => string;
  columns: Column<T>[];
}

export function Table<T>({ caption, rows, keyOf, columns }: TableProps<T>) {
  const [name, ...numbers] = columns;
  return (
    <table className={css.table}>
      <caption className="hidden-words">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.head} scope="col">
              {column.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            <th scope="row">{name?.cell(row)}</th>
            {numbers.map((column) => (
              <td key={column.head}>{column.cell(row)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The first statistic of a row with too few samples; the others are a dash. */
export function FewSamples() {
  return <span className={css.few}>Not enough data</span>;
}

export const NOTHING = "–";
