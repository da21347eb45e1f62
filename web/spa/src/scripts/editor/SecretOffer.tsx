/** The code has what looks like a credential: it can become a parameter whose value is asked for each time and stored nowhere. */
import type { Credential } from "~/api/scripts";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import { GuardedButton } from "~/ui/GuardedButton";
import css from "./editor.module.css";
import { nameFor, withoutSecret } from "./secrets";
import type { Draft } from "./useDraft";

interface SecretOfferProps {
  credential: Credential;
  draft: Pick<Draft, "content" | "change">;
  /** The code was changed after this was found, so that its place may be another by now. */
  isChecking: boolean;
  onLine: (line: number) => void;
}

export function SecretOffer({ credential, draft, isChecking, onLine }: SecretOfferProps) {
  const { content } = draft;
  const taken = content.parameters.map(({ name }) => name);
  const replace = () => {
    if (isChecking) return;
    const name = nameFor(credential, taken);
    draft.change(withoutSecret(content, credential, name));
    announce(`Line ${credential.line} now takes the secret parameter ${name}.`);
  };
  return (
    <p className={css.secret} role="note">
      <span>
        Line {credential.line} has what looks like a credential ({credential.label}). It cannot be
        published like this.
      </span>
      <Button look="ghost" small onClick={() => onLine(credential.line)}>
        Show
      </Button>
      <GuardedButton small aria-disabled={isChecking || undefined} onClick={replace}>
        Make it a secret parameter
      </GuardedButton>
    </p>
  );
}
