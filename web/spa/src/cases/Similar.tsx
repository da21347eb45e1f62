/** What helps with a session: cases of this desk, checks that they made and this session lacks, trees, scripts and guides. */
import { useState } from "react";
import { Link } from "react-router";
import type { AiSession, Similar as Found, SimilarCase } from "~/api/types";
import { count } from "~/lib/text";
import { useShowTree } from "~/pilot/details/useShowTree";
import { Button } from "~/ui/Button";
import { CaseDialog } from "./CaseDialog";
import css from "./cases.module.css";
import { GuideDialog } from "./GuideDialog";
import { useSimilar } from "./useSimilar";
import { workedWords } from "./words";

export default function Similar({ aiSession }: { aiSession: AiSession }) {
  const found = useSimilar(aiSession);
  // Help that could not be loaded is left out: the session does not depend on it.
  if (!found || isEmpty(found)) return null;
  const { cases, guides, trees, scripts, missing_checks } = found;
  return (
    <>
      {cases.length > 0 && (
        <Part title="Solved here before">
          {cases.map((one) => (
            <CaseRow key={one.id} found={one} />
          ))}
        </Part>
      )}
      {missing_checks.length > 0 && (
        <Part title="Not checked yet">
          {missing_checks.map(({ check, cases: from }) => (
            <li key={check}>
              <span dir="auto">{check}</span>
              <small>Checked in {count(from.length, "similar case")}</small>
            </li>
          ))}
        </Part>
      )}
      {trees.length > 0 && (
        <Part title="Trees">
          {trees.map((tree) => (
            <TreeRow key={tree.id} tree={tree} />
          ))}
        </Part>
      )}
      {scripts.length > 0 && (
        <Part title="Scripts">
          {scripts.map(({ id: scriptId, title, read_only }) => (
            <li key={scriptId}>
              <Link to={`/scripts/${scriptId}`} dir="auto">
                {title}
              </Link>
              {read_only && <small>Built-in library</small>}
            </li>
          ))}
        </Part>
      )}
      {guides.length > 0 && (
        <Part title="Guides">
          {guides.map((guide) => (
            <GuideRow key={guide.id} guide={guide} />
          ))}
        </Part>
      )}
    </>
  );
}

function isEmpty({ cases, guides, trees, scripts, missing_checks }: Found): boolean {
  return [cases, guides, trees, scripts, missing_checks].every((found) => found.length === 0);
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section className={css.part} aria-label={title}>
      <h2 className={css.title}>{title}</h2>
      <ul className={css.list}>{children}</ul>
    </section>
  );
}

/** Opens the tree beside the chat, where its answers go into the session. */
function TreeRow({ tree }: { tree: Found["trees"][number] }) {
  const showTree = useShowTree();
  return (
    <li>
      <Button look="ghost" small className={css.open} onClick={() => showTree(tree)}>
        <span dir="auto">{tree.title}</span>
      </Button>
      {tree.read_only && <small>Built-in library</small>}
    </li>
  );
}

function GuideRow({ guide }: { guide: Found["guides"][number] }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <li id={`guide-${guide.id}`}>
      <Button look="ghost" small className={css.open} onClick={() => setIsOpen(true)}>
        {guide.title}
      </Button>
      {guide.why.length > 0 && <small>{guide.why.join(", ")}</small>}
      {isOpen && <GuideDialog guideId={guide.id} onClose={() => setIsOpen(false)} />}
    </li>
  );
}

function CaseRow({ found }: { found: SimilarCase }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <li>
      <Button look="ghost" small className={css.open} onClick={() => setIsOpen(true)}>
        <span dir="auto">{found.title}</span>
      </Button>
      <p className={css.fix} dir="auto">
        {found.fix}
      </p>
      <small data-tone={found.failed || found.failed_again > 0 ? "warn" : undefined}>
        {workedWords(found)}
        {found.tried_here && " · tried in this session"}
      </small>
      <small>In common: {found.why.join(", ")}</small>
      {isOpen && <CaseDialog caseId={found.id} onClose={() => setIsOpen(false)} />}
    </li>
  );
}
