/** Chooses one of a list for a link between a session and a ticket. */
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { messageOf } from "~/api/errors";
import { DialogFoot } from "~/pilot/dialogs/DialogFoot";
import dialogs from "~/pilot/dialogs/dialogs.module.css";
import { useConfirmedClose } from "~/pilot/dialogs/useConfirmedClose";
import { Combobox, type Option } from "~/ui/Combobox";
import { Dialog } from "~/ui/Dialog";

interface LinkDialogProps {
  title: string;
  about: string;
  /** The field's label: what is chosen. */
  label: string;
  placeholder: string;
  hint: string;
  /** In place of an empty list. */
  none: string;
  found: { options: Option[]; isLoading: boolean };
  onWords: (words: string) => void;
  linking: { isPending: boolean; error: Error | null; mutate: (id: string) => void };
  onClose: () => void;
  /** Between the field and the buttons. */
  children?: ReactNode;
}

export function LinkDialog(props: LinkDialogProps) {
  const { title, about, label, placeholder, hint, none, found, onWords, linking } = props;
  const [chosen, setChosen] = useState<Option | null>(null);
  const [wasTried, setWasTried] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const closing = useConfirmedClose(false, props.onClose, field);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setWasTried(true);
    if (!chosen) field.current?.focus();
    else if (!linking.isPending) linking.mutate(chosen.id);
  };
  return (
    <Dialog title={title} about={about} initialFocus={field} onClose={closing.close}>
      <form className={dialogs.form} onSubmit={submit} noValidate>
        <Combobox
          ref={field}
          {...{ label, placeholder, hint, none, onWords }}
          options={found.options}
          value={chosen}
          onChoose={setChosen}
          isLoading={found.isLoading}
          error={wasTried && !chosen ? `Choose the ${label.toLowerCase()}.` : undefined}
        />
        {props.children}
        {linking.error && (
          <p className={dialogs.error} role="alert">
            Not linked. {messageOf(linking.error)}
          </p>
        )}
        <DialogFoot closing={closing} verb="Link" busy="Linking…" isBusy={linking.isPending} />
      </form>
    </Dialog>
  );
}
