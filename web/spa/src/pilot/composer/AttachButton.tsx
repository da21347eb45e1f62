/** Picks files. The system's dialog belongs to a hidden input, which the button opens. */
import { Paperclip } from "lucide-react";
import { type ChangeEvent, useRef } from "react";
import { IconButton } from "~/ui/Button";

const ACCEPTED =
  "image/png,image/jpeg,image/webp,image/gif,text/*,.log,.csv,.xml,.json,.txt,.ini,.reg";

export function AttachButton({ onAttach }: { onAttach: (files: File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const pick = ({ currentTarget }: ChangeEvent<HTMLInputElement>) => {
    onAttach([...(currentTarget.files ?? [])]);
    // Otherwise picking the same file again would change nothing.
    currentTarget.value = "";
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={ACCEPTED}
        aria-label="Images and text files"
        onChange={pick}
      />
      <IconButton
        small
        label="Attach a picture or log"
        tip="above-start"
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => input.current?.click()}
      >
        <Paperclip size={16} strokeWidth={1.5} />
      </IconButton>
    </>
  );
}
