/** The button that fills in a template. Its panel loads when it is first opened. */
import { TextCursorInput } from "lucide-react";
import { useState } from "react";
import type { Script } from "~/api/scripts";
import { Button } from "~/ui/Button";
import { lazyPart } from "~/ui/lazyPart";

const FillInDialog = lazyPart(() => import("./FillInDialog"));

export function FillIn({ script }: { script: Script }) {
  const [isOpen, setIsOpen] = useState(false);
  if (script.parameters.length === 0) return null;
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>
        <TextCursorInput size={16} strokeWidth={1.5} /> Fill in
      </Button>
      {isOpen && <FillInDialog script={script} onClose={() => setIsOpen(false)} />}
    </>
  );
}
