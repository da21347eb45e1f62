/** The chat before its first message. Nothing is created on the server until the message is sent. */
import { useIsViewer, useLogin } from "~/login/LoginProvider";
import { Button } from "~/ui/Button";
import { ScreenTitle } from "~/ui/ScreenTitle";
import { PendingMessage } from "./chat/PendingMessage";
import { Scroller } from "./chat/Scroller";
import { addToDraft, focusComposer, NEW } from "./composer/drafts";
import css from "./pilot.module.css";
import type { Sending } from "./useSend";

const EXAMPLES = [
  "Outlook keeps asking for the password since the user got a new phone.",
  "Backup job fails: VSS writer timed out, state 9.",
  "VPN drops every 20 minutes, only on Wi-Fi.",
];

export function NewChatHeader() {
  return (
    <header className={css.bar}>
      <ScreenTitle className={css.title}>New session</ScreenTitle>
    </header>
  );
}

export function NewConversation({ sending }: { sending: Sending }) {
  const { pending } = sending;
  const isViewer = useIsViewer();
  return (
    <Scroller entries={pending.length} sent={pending.length}>
      {pending.length === 0 && (isViewer ? <ViewerWelcome /> : <Welcome />)}
      {pending.map((item) => (
        <PendingMessage key={item.key} item={item} sending={sending} />
      ))}
    </Scroller>
  );
}

function ViewerWelcome() {
  return <p>Choose a session to read. Opening one requires the role engineer or admin.</p>;
}

function Welcome() {
  const { user } = useLogin();
  const take = (example: string) => {
    addToDraft(user.id, NEW, example);
    focusComposer();
  };
  return (
    <div className={css.welcome}>
      <p className={css.question}>
        What is going wrong? Paste the ticket, an error or a user quote.
      </p>
      <p>For example:</p>
      <div className={css.examples}>
        {EXAMPLES.map((example) => (
          <Button key={example} className={css.example} onClick={() => take(example)}>
            {example}
          </Button>
        ))}
      </div>
    </div>
  );
}
