/** What differs beside the code: title, purpose, language, parameters, tags. */
import type { ScriptContent } from "~/api/scripts";
import { languageName } from "../words";
import table from "./table.module.css";

interface OtherPartsProps {
  left: ScriptContent;
  right: ScriptContent;
}

export function OtherParts({ left, right }: OtherPartsProps) {
  const parts = PARTS.map(([name, read]) => ({ name, a: read(left), b: read(right) }));
  const differing = parts.filter(({ a, b }) => a !== b);
  if (differing.length === 0) return null;
  return (
    <table className={table.table}>
      <caption className="hidden-words">What differs beside the code</caption>
      <tbody>
        {differing.map(({ name, a, b }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{a || "none"}</td>
            <td>{b || "none"}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const PARTS: readonly [name: string, read: (content: ScriptContent) => string][] = [
  ["Title", ({ title }) => title],
  ["Purpose", ({ purpose }) => purpose],
  ["Language", ({ language }) => languageName(language)],
  ["Parameters", ({ parameters }) => parameters.map(textOf).join("; ")],
  ["Tags", ({ tags }) => tags.join(", ")],
];

function textOf({
  name,
  label,
  type,
  required,
  default: value,
}: ScriptContent["parameters"][number]) {
  const about = [label, type, required ? "needed" : "not needed", value && `default ${value}`];
  return `${name} (${about.filter(Boolean).join(", ")})`;
}
