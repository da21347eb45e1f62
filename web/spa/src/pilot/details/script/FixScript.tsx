/** The script of a fix: a template that does the same, the draft, and what the engineer does with it. */
import { useQuery } from "@tanstack/react-query";
import { Pencil, Sparkles } from "lucide-react";
import { Suspense, useState } from "react";
import { keys } from "~/api/keys";
import { checkScript } from "~/api/scripts";
import type { Fix } from "~/api/types";
import { useKept } from "~/lib/kept";
import { userKey } from "~/lib/storage";
import { useLogin } from "~/login/LoginProvider";
import { CodeView } from "~/scripts/CodeView";
import { RiskPill } from "~/scripts/RiskPill";
import { fileName, languageName } from "~/scripts/words";
import { Button } from "~/ui/Button";
import { lazyPart } from "~/ui/lazyPart";
import { isTerminal } from "../../fix/fixMode";
import { type FixMutations, useFixMutations } from "../../fix/useFixes";
import { useAskedTemplate } from "../../templatize/useAskedTemplate";
import css from "../details.module.css";
import { ScriptUse } from "../ScriptUse";
import { DraftValues } from "./DraftValues";
import { InlineBuilder } from "./InlineBuilder";
import { languageOf } from "./language";
import { ScriptEditor } from "./ScriptEditor";
import { TemplateMatches } from "./TemplateMatches";
import { type DraftFilling, useDraftValues } from "./useDraftValues";

const TemplateOffer = lazyPart(() => import("../../templatize/TemplateOffer"), "layer");

type Place = "draft" | "editor" | "builder";

interface FixScriptProps {
  fix: Fix;
  isEdited: boolean;
  mayChange: boolean;
}

export default function FixScript({ fix, isEdited, mayChange }: FixScriptProps) {
  const acts = useFixMutations();
  const [place, setPlace] = useState<Place>("draft");
  const { user } = useLogin();
  // Kept in this browser: a new fix, another tab of the details or a reload loses nothing.
  const [typed, setTyped] = useKept<string | null>(userKey(user.id, "fix-script", fix.id), null);
  const code = fix.ai_drafted_script;
  const mayDraft = mayChange && !isTerminal(fix);
  const refusal = acts.refusalOf(fix);
  const showDraft = () => setPlace("draft");
  const save = async () => {
    showDraft();
    const isSaved = typed === null || typed === code || (await acts.draft(fix, typed));
    if (isSaved) setTyped((now) => (now === typed ? null : now));
    else setPlace("editor");
  };
  if (place === "builder") return <InlineBuilder fix={fix} onLeave={showDraft} />;
  return (
    <>
      {code && mayDraft && <TemplateMatches fix={fix} acts={acts} />}
      <section aria-label="Script" className={css.section}>
        {place === "editor" && (
          <ScriptEditor
            text={typed ?? code ?? ""}
            onType={setTyped}
            onSave={() => void save()}
            onLeave={showDraft}
          />
        )}
        {place === "draft" && (
          <DraftPlace
            fix={fix}
            acts={acts}
            isEdited={isEdited}
            mayChange={mayChange}
            isBegun={typed !== null && typed !== code}
            onGo={setPlace}
          />
        )}
        {refusal && <p className={css.refusal}>Not saved. {refusal}</p>}
      </section>
    </>
  );
}

interface DraftPlaceProps extends FixScriptProps {
  acts: FixMutations;
  /** The user's own text is kept and not saved yet. */
  isBegun: boolean;
  onGo: (place: Place) => void;
}

function DraftPlace({ fix, acts, isEdited, mayChange, isBegun, onGo }: DraftPlaceProps) {
  const code = fix.ai_drafted_script;
  const mayDraft = mayChange && !isTerminal(fix);
  const filling = useDraftValues(fix);
  return (
    <>
      {code ? (
        <Draft fix={fix} code={code} isEdited={isEdited} onHandOver={filling.handOver} />
      ) : (
        <p className={css.none}>This fix has no script.</p>
      )}
      {code && <DraftValues fix={fix} acts={acts} filling={filling} mayKeep={mayDraft} />}
      {mayDraft && (
        <div className={css.buttons}>
          <Button small look="ghost" onClick={() => onGo("builder")}>
            <Sparkles size={14} strokeWidth={1.5} /> {code ? "Revise" : "Draft with Copilot"}
          </Button>
          <Button small look="ghost" onClick={() => onGo("editor")}>
            <Pencil size={14} strokeWidth={1.5} />{" "}
            {isBegun ? "Go on editing" : code ? "Edit script" : "Write a script"}
          </Button>
        </div>
      )}
      {code && <AskedTemplate fix={fix} />}
      {code && (
        <ScriptUse fix={fix} acts={acts} mayChange={mayChange} onBuild={() => onGo("builder")} />
      )}
    </>
  );
}

/** A proposal to make a template of the script that was closed before it was decided. */
function AskedTemplate({ fix }: { fix: Fix }) {
  const [id] = useAskedTemplate(fix.id);
  const [isOpen, setIsOpen] = useState(false);
  if (!id && !isOpen) return null;
  return (
    <>
      <Button small onClick={() => setIsOpen(true)}>
        Open the template that Copilot proposes
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <TemplateOffer fix={fix} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </>
  );
}

interface DraftProps {
  fix: Fix;
  code: string;
  isEdited: boolean;
  onHandOver: DraftFilling["handOver"];
}

function Draft({ fix, code, isEdited, onHandOver }: DraftProps) {
  const language = languageOf(code);
  return (
    <>
      <div className={css.head}>
        <h2 className={css.title}>Script</h2>
        <span>{languageName(language)}</span>
        <DraftRisk language={language} code={code} />
      </div>
      <p className={css.draft}>
        {isEdited ? "Edited draft." : "Draft by Copilot."} Read before you run it.
      </p>
      <CodeView
        code={code}
        language={language}
        fileName={fileName(fix.title, language)}
        {...(onHandOver && { onHandOver })}
      />
    </>
  );
}

/** What the script can do at worst, by its commands. Without an answer there is no pill; the fix's own risk is in the banner. */
function DraftRisk({ language, code }: { language: ReturnType<typeof languageOf>; code: string }) {
  const checked = useQuery({
    queryKey: keys.scriptCheck(language, code),
    queryFn: () => checkScript(language, code),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (!checked.data) return null;
  const { risk, risk_reasons } = checked.data;
  return (
    <span title={risk_reasons.join(". ") || undefined}>
      <RiskPill risk={risk} withIcon />
    </span>
  );
}
