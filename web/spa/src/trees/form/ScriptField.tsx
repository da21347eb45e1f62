/** The script of the library that belongs to the node. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { keys } from "~/api/keys";
import { fetchScript, fetchScripts, type ScriptFilter } from "~/api/scripts";
import { useCalm } from "~/lib/useCalm";
import { languageName } from "~/scripts/words";
import { Button } from "~/ui/Button";
import { Combobox, type Option } from "~/ui/Combobox";
import css from "./form.module.css";

const ANY: ScriptFilter = { q: "", language: "", template: false, tag: "", show: "" };

interface ScriptFieldProps {
  scriptId: string | null;
  onChoose: (scriptId: string | null) => void;
}

export function ScriptField({ scriptId, onChoose }: ScriptFieldProps) {
  const [words, setWords] = useState("");
  const q = useCalm(words);
  const found = useQuery({
    queryKey: keys.scriptList({ ...ANY, q }),
    queryFn: ({ signal }) => fetchScripts({ ...ANY, q }, null, signal),
    placeholderData: (before) => before,
  });
  const chosen = useQuery({
    queryKey: keys.script(scriptId ?? ""),
    queryFn: () => fetchScript(scriptId ?? ""),
    enabled: scriptId !== null,
  });
  const name = chosen.data?.title ?? (chosen.isError ? "A script that is gone" : "…");
  const value: Option | null = scriptId ? { id: scriptId, name } : null;
  return (
    <div className={css.part}>
      <Combobox
        label="Script"
        placeholder="Search the script library"
        none="No script matches."
        options={(found.data?.items ?? []).map(({ id, title, language }) => ({
          id,
          name: title,
          about: languageName(language),
        }))}
        value={value}
        onChoose={(option) => onChoose(option?.id ?? null)}
        onWords={setWords}
        isLoading={found.isPending}
      />
      {scriptId && (
        <div>
          <Button look="ghost" small onClick={() => onChoose(null)}>
            No script
          </Button>
        </div>
      )}
    </div>
  );
}
