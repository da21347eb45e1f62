/** Adds a channel or changes one. After a webhook is added, the dialog shows its secret, which nothing shows a second time. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useRef, useState } from "react";
import {
  addChannel,
  type Channel,
  type ChannelDraft,
  changeChannel,
  type NewChannel,
} from "~/api/channels";
import { fieldErrors, hasCode, messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { useSubmitOnEnter } from "~/keyboard/enter";
import { formErrors, useFirstWrongField } from "~/lib/formErrors";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import { Dialog } from "~/ui/Dialog";
import { GuardedButton } from "~/ui/GuardedButton";
import accountCss from "../account.module.css";
import { AddressField, EventChoices, KindField, NameField } from "./ChannelFields";
import { ChannelSecret } from "./ChannelSecret";
import css from "./channels.module.css";
import { USUAL_EVENTS } from "./words";

const LABELS = { kind: "Kind", name: "Name", url: "Address", events: "Events" };

interface ChannelDialogProps {
  /** Null for a new channel. */
  channel: Channel | null;
  onClose: () => void;
}

export default function ChannelDialog({ channel, onClose }: ChannelDialogProps) {
  const [added, setAdded] = useState<NewChannel | null>(null);
  if (added?.secret) return <ChannelSecret channel={added} onClose={onClose} />;
  const onSaved = (saved: NewChannel) => (saved.secret ? setAdded(saved) : onClose());
  return <ChannelForm channel={channel} onSaved={onSaved} onClose={onClose} />;
}

interface ChannelFormProps extends ChannelDialogProps {
  onSaved: (saved: NewChannel) => void;
}

function ChannelForm({ channel, onSaved, onClose }: ChannelFormProps) {
  const [draft, setDraft] = useState<ChannelDraft>(() => draftOf(channel));
  const form = useRef<HTMLFormElement>(null);
  const name = useRef<HTMLInputElement>(null);
  const saving = useSave(channel, onSaved);
  const onKeyDown = useSubmitOnEnter();
  useFirstWrongField(form, saving.error);
  const change = (part: Partial<ChannelDraft>) => {
    setDraft({ ...draft, ...part });
    if (saving.error) saving.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!saving.isPending) saving.mutate(draft);
  };
  const wrong = wrongFields(saving.error);
  const shared = { draft, wrong, onChange: change };
  return (
    <Dialog
      title={channel ? `Edit ${channel.name}` : "Add a notification channel"}
      initialFocus={channel ? name : undefined}
      onClose={onClose}
    >
      <form ref={form} className={css.form} noValidate onSubmit={submit} onKeyDown={onKeyDown}>
        {!channel && <KindField {...shared} />}
        <NameField ref={name} {...shared} />
        <AddressField kept={channel?.url_hint ?? null} {...shared} />
        <EventChoices {...shared} />
        {saving.error && (
          <p className={accountCss.error}>Not saved. {reasons(saving.error).join(" ")}</p>
        )}
        <div className={accountCss.foot}>
          <Button look="ghost" onClick={onClose}>
            Cancel
          </Button>
          <GuardedButton type="submit" look="primary" aria-disabled={saving.isPending || undefined}>
            {saving.isPending ? "Saving…" : channel ? "Save" : "Add channel"}
          </GuardedButton>
        </div>
      </form>
    </Dialog>
  );
}

function draftOf(channel: Channel | null): ChannelDraft {
  if (!channel) return { kind: "slack", name: "", url: "", events: USUAL_EVENTS };
  return { kind: channel.kind, name: channel.name, url: "", events: channel.events };
}

/** An address that FlowPilot may not call is an error of its field. */
function wrongFields(error: Error | null): Record<string, string> {
  return hasCode(error, "forbidden_address") ? { url: messageOf(error) } : fieldErrors(error);
}

function reasons(error: Error): string[] {
  return hasCode(error, "forbidden_address")
    ? [`Address: ${messageOf(error)}`]
    : formErrors(error, LABELS);
}

function useSave(channel: Channel | null, onSaved: (saved: NewChannel) => void) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  return useMutation({
    mutationFn: (draft: ChannelDraft): Promise<NewChannel> => {
      if (!channel) return sendOnce(draft, (key) => addChannel(trimmed(draft), key));
      // An address that was left empty stays as it is; it cannot be shown.
      const { kind: _, url, ...rest } = trimmed(draft);
      const change = url ? { ...rest, url } : rest;
      return sendOnce(change, (key) => changeChannel(channel.id, change, key));
    },
    onSuccess: (saved) => {
      announce(channel ? "Channel saved." : `${saved.name} is added.`);
      void queries.invalidateQueries({ queryKey: keys.channels });
      onSaved(saved);
    },
  });
}

function trimmed(draft: ChannelDraft): ChannelDraft {
  return { ...draft, name: draft.name.trim(), url: draft.url.trim() };
}
