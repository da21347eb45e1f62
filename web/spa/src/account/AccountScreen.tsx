/** The account screen: members, invitations, AI usage, the user's own password, and this browser's shortcuts. */
import { Bot, Coins, Keyboard, KeyRound, Mail, ScrollText, Users } from "lucide-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useSingleKeys } from "~/keyboard/useKeys";
import { useLogin } from "~/login/LoginProvider";
import { Choice } from "~/ui/Field";
import kit from "~/ui/kit.module.css";
import { Main } from "~/ui/Main";
import { ScreenTitle } from "~/ui/ScreenTitle";
import { ScrollBox } from "~/ui/ScrollBox";
import { AiUsage } from "./AiUsage";
import css from "./account.module.css";
import { ChangePassword } from "./ChangePassword";
import { CopilotSettings } from "./CopilotSettings";
import { Invitations } from "./Invitations";
import { Members } from "./Members";
import { isAdmin } from "./roles";

export default function AccountScreen() {
  const { account, user } = useLogin();
  const mayInvite = isAdmin(user);
  return (
    <Main className={css.screen}>
      <header className={kit.bar}>
        <ScreenTitle>Account</ScreenTitle>
        <span className={kit.meta}>{account.name}</span>
      </header>
      <ScrollBox className={kit.scroll} label="Account">
        <div className={css.page}>
          <Sections mayInvite={mayInvite} />
          <div className={css.column}>
            <Members />
            {mayInvite && <Invitations />}
            {mayInvite && <CopilotSettings />}
            {mayInvite && <AiUsage />}
            <ChangePassword />
            <Shortcuts />
          </div>
        </div>
      </ScrollBox>
    </Main>
  );
}

function Sections({ mayInvite }: { mayInvite: boolean }) {
  return (
    <nav aria-label="Account" className={css.sections}>
      <ul>
        <Section to="members" icon={<Users size={16} strokeWidth={1.5} />}>
          Members
        </Section>
        {mayInvite && (
          <Section to="invitations" icon={<Mail size={16} strokeWidth={1.5} />}>
            Invitations
          </Section>
        )}
        {mayInvite && (
          <>
            <Section to="copilot" icon={<Bot size={16} strokeWidth={1.5} />}>
              Copilot
            </Section>
            <Section to="ai-usage" icon={<Coins size={16} strokeWidth={1.5} />}>
              AI usage
            </Section>
          </>
        )}
        {mayInvite && (
          <li>
            <Link to="/account/audit-log">
              <ScrollText size={16} strokeWidth={1.5} />
              Audit log
            </Link>
          </li>
        )}
        <Section to="password" icon={<KeyRound size={16} strokeWidth={1.5} />}>
          Password
        </Section>
        <Section to="shortcuts" icon={<Keyboard size={16} strokeWidth={1.5} />}>
          Shortcuts
        </Section>
      </ul>
    </nav>
  );
}

function Section({ to, icon, children }: { to: string; icon: ReactNode; children: string }) {
  return (
    <li>
      <a href={`#${to}`}>
        {icon}
        {children}
      </a>
    </li>
  );
}

function Shortcuts() {
  const [isOn, setIsOn] = useSingleKeys();
  return (
    <section id="shortcuts" className={css.section} aria-labelledby="shortcuts-title">
      <h2 id="shortcuts-title">Shortcuts</h2>
      <Choice
        type="checkbox"
        label="Single-key shortcuts in this browser"
        checked={isOn}
        onChange={(event) => setIsOn(event.target.checked)}
      />
    </section>
  );
}
