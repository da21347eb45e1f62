/** The address at which the PSA reports changed tickets, and how it is set up there. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { messageOf } from "~/api/errors";
import { keys } from "~/api/keys";
import { makeWebhookSecret, type Provider, type PsaConnection } from "~/api/psaConnection";
import { copyText } from "~/lib/clipboard";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { Button } from "~/ui/Button";
import accountCss from "../account.module.css";
import { PROVIDERS } from "./providers";
import css from "./psa.module.css";

type Webhook = NonNullable<PsaConnection["webhook"]>;

export function WebhookPart({ provider, webhook }: { provider: Provider; webhook: Webhook }) {
  const words = PROVIDERS[provider];
  return (
    <div className={css.form}>
      <p className={accountCss.quiet}>
        Optional. Without it FlowPilot reads changed tickets every few minutes.
      </p>
      <Copied label="Address" text={webhook.url} />
      <ol className={css.steps}>
        {words.webhook.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {words.hasWebhookSecret && <Secret isMade={webhook.has_secret} />}
    </div>
  );
}

function Secret({ isMade }: { isMade: boolean }) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const making = useMutation({
    mutationFn: () => sendOnce(isMade, makeWebhookSecret),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.psaConnection }),
  });
  return (
    <div className={css.form}>
      {making.data && (
        <>
          <Copied label="Secret" text={making.data} />
          <p className={accountCss.quiet}>Copy the secret now: it is not shown again.</p>
        </>
      )}
      {making.error && <p className={accountCss.error}>{messageOf(making.error)}</p>}
      <div className={css.line}>
        <Button small aria-disabled={making.isPending || undefined} onClick={() => making.mutate()}>
          {isMade ? "Make a new secret" : "Make a secret"}
        </Button>
        {isMade && !making.data && (
          <span className={accountCss.quiet}>
            A secret is set. After a new one, calls with the former are refused.
          </span>
        )}
      </div>
    </div>
  );
}

function Copied({ label, text }: { label: string; text: string }) {
  return (
    <div className={css.copied}>
      <span className={accountCss.quiet}>{label}</span>
      <code>{text}</code>
      <Button
        small
        aria-label={`Copy the ${label.toLowerCase()}`}
        onClick={() => copyText(text, label)}
      >
        Copy
      </Button>
    </div>
  );
}
