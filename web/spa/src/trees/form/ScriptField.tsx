/** The script of the library that belongs to the node. */
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { fetchScript, findScripts } from "~/api/treeScripts";
import { useCalm } from "~/lib/useCalm";
import { Button } from "~/ui/Button";
import { Combobox, type Option } from "~/ui/Combobox";
import css from "./form.module.css";

interface ScriptFieldProps {
  scriptId: string | null;
  onChoose: (scriptId: string | null) => void;
}

export function ScriptField({ scriptId, onChoose }: ScriptFieldProps) {
  const [words, setWords] = useState("");
  const q = useCalm(words);
  const found = useQuery({
    queryKey: ["scripts", "found", q],
    queryFn: ({ signal }) => findScripts(q, signal),
    placeholderData: (before) => before,
  });
  const chosen = useQuery({
    queryKey: ["scripts", "one", scriptId],
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
        options={(found.data ?? []).map(({ id, title, language }) => ({
          id,
          name: title,
          about: language,
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
