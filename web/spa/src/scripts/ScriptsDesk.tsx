/** The library on the left, the chosen script beside it. On a phone a script takes the place of the list. */
import { Plus, Sparkles, Upload } from "lucide-react";
import { useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { useKeys } from "~/keyboard/useKeys";
import { classes } from "~/lib/classes";
import { count } from "~/lib/text";
import { PHONE, useMedia } from "~/lib/useMedia";
import { useIsViewer } from "~/login/LoginProvider";
import { Button, ButtonLink } from "~/ui/Button";
import kit from "~/ui/kit.module.css";
import { lazyPart } from "~/ui/lazyPart";
import { Menu, MenuItem } from "~/ui/Menu";
import { ScreenTitle } from "~/ui/ScreenTitle";
import { useFilter } from "./filter";
import { NewScript } from "./NewScript";
import { ScriptList } from "./ScriptList";
import { ScriptPanel } from "./ScriptPanel";
import css from "./scripts.module.css";
import { type Scripts, useScripts } from "./useScripts";
import { useStartBuilder } from "./useStartBuilder";

const ImportDialog = lazyPart(() => import("./ImportDialog"));

/** In place of an id: a script that is not saved yet. */
export const NEW = "new";

export default function ScriptsDesk() {
  const { id } = useParams();
  const [filter, change] = useFilter();
  const scripts = useScripts(filter);
  const addressOf = useAddress();
  const navigate = useNavigate();
  const isPhone = useMedia(PHONE);
  const mayWrite = !useIsViewer();
  const [isImporting, setIsImporting] = useState(false);
  const startNew = () => navigate(addressOf(NEW));
  useKeys({ "/": focusSearch, ...(mayWrite && { n: startNew }) });
  const first = useHeld(scripts.rows);
  const shown = id ?? (isPhone ? undefined : first);
  const hasList = !isPhone || !id;
  return (
    <>
      <Head
        scripts={scripts}
        onImport={mayWrite ? () => setIsImporting(true) : null}
        newAddress={addressOf(NEW)}
      />
      <div className={classes(css.split, !hasList && css.alone)}>
        {hasList && <ScriptList {...{ scripts, filter, shown, addressOf }} onChange={change} />}
        {shown === NEW && (
          <NewScript onBack={hasList ? null : addressOf(null)} addressOf={addressOf} />
        )}
        {shown && shown !== NEW && (
          <ScriptPanel
            key={shown}
            id={shown}
            backTo={hasList ? null : addressOf(null)}
            onTag={(tag) => navigate(`/scripts?tag=${encodeURIComponent(tag)}`)}
          />
        )}
      </div>
      {isImporting && <ImportDialog onClose={() => setIsImporting(false)} addressOf={addressOf} />}
    </>
  );
}

/** The first row's id as long as it is listed: a script that a colleague saves moves up and must not take the place of the shown one. */
function useHeld(rows: Scripts["rows"]): string | undefined {
  const [held, setHeld] = useState<string>();
  const isListed = rows?.some(({ id }) => id === held);
  if (!rows || isListed || held === rows[0]?.id) return held;
  setHeld(rows[0]?.id);
  return rows[0]?.id;
}

interface HeadProps {
  scripts: Scripts;
  /** Null for somebody who only reads. */
  onImport: (() => void) | null;
  newAddress: string;
}

function Head({ scripts: { totals }, onImport, newAddress }: HeadProps) {
  const start = useStartBuilder();
  return (
    <header className={kit.bar}>
      <ScreenTitle>Scripts</ScreenTitle>
      {totals && (
        <span className={classes(kit.meta, css.totals)}>
          {totals.scripts === 0
            ? "none of your own yet"
            : `${totals.scripts}, of which ${count(totals.templates, "template")}`}
        </span>
      )}
      {onImport && (
        <div className={css.acts}>
          <Button look="ghost" className={css.onlyWide} onClick={onImport}>
            <Upload size={16} strokeWidth={1.5} /> Import
          </Button>
          <Button look="ghost" className={css.onlyWide} onClick={() => start.open({})}>
            <Sparkles size={16} strokeWidth={1.5} /> Write with Copilot
          </Button>
          <ButtonLink to={newAddress}>
            <Plus size={16} strokeWidth={1.5} /> New script
          </ButtonLink>
          <div className={css.onlyNarrow}>
            <Menu
              trigger={
                <Button look="ghost" aria-label="More actions">
                  ⋯
                </Button>
              }
            >
              <MenuItem icon={<Upload size={16} strokeWidth={1.5} />} onSelect={onImport}>
                Import
              </MenuItem>
              <MenuItem
                icon={<Sparkles size={16} strokeWidth={1.5} />}
                onSelect={() => start.open({})}
              >
                Write with Copilot
              </MenuItem>
            </Menu>
          </div>
        </div>
      )}
    </header>
  );
}

/** A script's address, or the list's, with the filter. */
export function useAddress(): (id: string | null) => string {
  const [search] = useSearchParams();
  const words = String(search);
  return (id) => `/scripts${id ? `/${id}` : ""}${words && `?${words}`}`;
}

function focusSearch(): void {
  document.querySelector<HTMLElement>("main input[type=search]")?.focus();
}
