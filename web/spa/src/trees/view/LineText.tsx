/** The chosen node to read: its help, its answers, its fix. */
import { Link } from "react-router";
import type { TreeNode } from "~/api/trees";
import { mapByIndex } from "~/prose/mapByIndex";
import kit from "~/ui/kit.module.css";
import { Pill } from "~/ui/Pill";
import { type Editor, useEditor, useRows } from "../editor/Editor";
import { kindName, titleOf, waysOf } from "../model/graph";
import css from "./view.module.css";

export function LineText({ editor }: { editor: Editor }) {
  const rows = useRows(editor);
  const selected = useEditor(editor, (state) => state.selected);
  const nodes = useEditor(editor, (state) => state.draft.nodes);
  const row = rows.find(({ key }) => key === selected) ?? rows[0];
  const node = row?.node ? nodes[row.node] : undefined;
  if (!node) return null;
  const ways = waysOf(node);
  return (
    <section className={css.about} aria-label="Chosen node">
      <p className={kit.meta}>{kindName(node)}</p>
      <h2 dir="auto">{node.text || titleOf(node)}</h2>
      {node.help && (
        <p className={css.text} dir="auto">
          {node.help}
        </p>
      )}
      {ways.length > 0 && (
        <ul>
          {mapByIndex(ways, ({ label, next }) => (
            <li dir="auto">
              {label ?? "Then"} → {next && nodes[next] ? titleOf(nodes[next]) : "no next step"}
            </li>
          ))}
        </ul>
      )}
      <Fix node={node} />
      {node.script_id && (
        <p>
          <Link to={`/scripts/${node.script_id}`}>Open the script</Link>
        </p>
      )}
    </section>
  );
}

function Fix({ node: { fix, text } }: { node: TreeNode }) {
  if (!fix) return null;
  return (
    <>
      {fix.title !== text && <p className={kit.rowTitle}>{fix.title}</p>}
      {fix.rationale && (
        <p className={css.text} dir="auto">
          {fix.rationale}
        </p>
      )}
      <p>
        <Pill tone={fix.risk === "low" ? "plain" : "warn"}>{`Risk: ${fix.risk}`}</Pill>
      </p>
      {fix.steps.length > 0 && (
        <ol>
          {mapByIndex(fix.steps, (step) => (
            <li dir="auto">{step}</li>
          ))}
        </ol>
      )}
    </>
  );
}
