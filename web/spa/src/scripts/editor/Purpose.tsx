/** What the script is for, and its tags. */
import { useState } from "react";
import type { ScriptContent } from "~/api/scripts";
import kit from "~/ui/kit.module.css";
import css from "./editor.module.css";

/** The API's limit. */
const MAX_PURPOSE = 2_000;
const MAX_TAGS = 20;

interface PurposeProps {
  content: ScriptContent;
  onChange: (part: Partial<ScriptContent>) => void;
}

export function Purpose({ content, onChange }: PurposeProps) {
  return (
    <>
      <textarea
        className={css.purposeIn}
        aria-label="Purpose"
        placeholder="What it changes, and what to look out for"
        rows={2}
        maxLength={MAX_PURPOSE}
        dir="auto"
        value={content.purpose}
        onChange={(event) => onChange({ purpose: event.target.value })}
      />
      <TagsField tags={content.tags} onChange={(tags) => onChange({ tags })} />
    </>
  );
}

/** Typed as one line, and read at each key, so that Ctrl+S saves them; they are shown in order when the field is left. */
function TagsField({ tags, onChange }: { tags: string[]; onChange: (tags: string[]) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const type = (text: string) => {
    setTyped(text);
    onChange(tagsOf(text));
  };
  const leave = () => setTyped(null);
  return (
    <label className={css.about}>
      <span className={kit.meta}>Tags</span>
      <input
        className={css.tagIn}
        placeholder="printing, spooler"
        value={typed ?? tags.join(", ")}
        onChange={(event) => type(event.target.value)}
        onBlur={leave}
        onKeyDown={(event) => event.key === "Enter" && leave()}
      />
    </label>
  );
}

function tagsOf(text: string): string[] {
  const words = text.split(",").map((word) => word.trim().replace(/\s+/g, " ").toLowerCase());
  return [...new Set(words.filter(Boolean))].slice(0, MAX_TAGS);
}
