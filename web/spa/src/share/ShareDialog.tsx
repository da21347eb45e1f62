/** Makes links that show parts of the session to somebody without a login, and lists those that exist. */
import { type FormEvent, type RefObject, useRef, useState } from "react";
import { messageOf } from "~/api/errors";
import type { CreatedShare, SharePart } from "~/api/shares";
import type { AiSession } from "~/api/types";
import { copyText } from "~/lib/clipboard";
import { clientAndTicket, headline } from "~/lib/text";
import { absoluteTime } from "~/lib/time";
import { Button } from "~/ui/Button";
import { Dialog, DialogBody } from "~/ui/Dialog";
import { Choice, SelectField } from "~/ui/Field";
import { GuardedButton } from "~/ui/GuardedButton";
import { PARTS } from "./parts";
import { ShareList } from "./ShareList";
import css from "./share.module.css";
import { useCreateShare } from "./useShares";

const DAY = 24;
const LIFETIMES = [
  { hours: DAY, label: "1 day" },
  { hours: 7 * DAY, label: "7 days" },
  { hours: 30 * DAY, label: "30 days" },
];

interface ShareDialogProps {
  aiSession: AiSession;
  onClose: () => void;
}

export default function ShareDialog({ aiSession, onClose }: ShareDialogProps) {
  const about = [headline(aiSession), clientAndTicket(aiSession)].filter(Boolean).join(" · ");
  const first = useRef<HTMLInputElement>(null);
  return (
    <Dialog title="Share" about={about} form initialFocus={first} onClose={onClose}>
      <DialogBody label="Share">
        <div className={css.dialog}>
          <p className={css.rule}>
            Anybody who has the link can read what you choose, until it expires. Notes, secrets and
            the names of other clients are never shown.
          </p>
          <NewLink sessionId={aiSession.id} first={first} />
          <ShareList sessionId={aiSession.id} />
        </div>
      </DialogBody>
    </Dialog>
  );
}

interface NewLinkProps {
  sessionId: string;
  /** The first field. */
  first: RefObject<HTMLInputElement | null>;
}

function NewLink({ sessionId, first }: NewLinkProps) {
  const [chosen, setChosen] = useState<SharePart[]>(["facts", "attempts"]);
  const [hours, setHours] = useState(7 * DAY);
  const creating = useCreateShare(sessionId);
  const toggle = (part: SharePart) => {
    creating.reset();
    setChosen(chosen.includes(part) ? chosen.filter((each) => each !== part) : [...chosen, part]);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen.length > 0 && !creating.isPending) {
      creating.mutate({ expires_in_hours: hours, include: chosen });
    }
  };
  return (
    <form className={css.form} aria-label="New link" onSubmit={submit}>
      <fieldset className={css.parts}>
        <legend>What it shows</legend>
        {PARTS.map(({ part, label }, index) => (
          <Choice
            key={part}
            ref={index === 0 ? first : undefined}
            type="checkbox"
            label={label}
            checked={chosen.includes(part)}
            onChange={() => toggle(part)}
          />
        ))}
      </fieldset>
      <div className={css.make}>
        <SelectField
          label="Expires after"
          value={hours}
          onChange={(event) => setHours(Number(event.target.value))}
        >
          {LIFETIMES.map((each) => (
            <option key={each.hours} value={each.hours}>
              {each.label}
            </option>
          ))}
        </SelectField>
        <GuardedButton
          type="submit"
          look="primary"
          resetKey={creating.data?.id}
          disabled={chosen.length === 0}
          aria-disabled={creating.isPending || undefined}
        >
          {creating.isPending ? "Making…" : "Make a link"}
        </GuardedButton>
      </div>
      {chosen.length === 0 && <p className={css.quiet}>Choose at least one part.</p>}
      {creating.error && <p className={css.error}>No link was made. {messageOf(creating.error)}</p>}
      {creating.data && <MadeLink share={creating.data} />}
    </form>
  );
}

/** The only time that the link is shown. */
function MadeLink({ share }: { share: CreatedShare }) {
  return (
    <div className={css.made} role="group" aria-label="The new link">
      <p>
        Copy it now: it is not shown again. It works until{" "}
        <time dateTime={share.expires_at}>{absoluteTime(share.expires_at)}</time>.
      </p>
      <code>{share.url}</code>
      <Button small look="primary" onClick={() => copyText(share.url, "Link")}>
        Copy the link
      </Button>
    </div>
  );
}
