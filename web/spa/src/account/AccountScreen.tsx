/** The account screen: the user's own settings, members, invitations, the account's settings and AI usage. */
import {
  Bell,
  Bot,
  CircleUser,
  Coins,
  Keyboard,
  KeyRound,
  Mail,
  Megaphone,
  Plug,
  ScrollText,
  Timer,
  Users,
} from "lucide-react";
import { type ReactNode, Suspense } from "react";
import { Link } from "react-router";
import { useSingleKeys } from "~/keyboard/useKeys";
import { useLogin } from "~/login/LoginProvider";
import { useChoose } from "~/login/ownChoices";
import { Choice } from "~/ui/Field";
import kit from "~/ui/kit.module.css";
import { lazyPart } from "~/ui/lazyPart";
import { Main } from "~/ui/Main";
import { ScreenTitle } from "~/ui/ScreenTitle";
import { ScrollBox } from "~/ui/ScrollBox";
import { Skeleton } from "~/ui/Skeleton";
import { AiUsage } from "./AiUsage";
import css from "./account.module.css";
import { ChangePassword } from "./ChangePassword";
import { CopilotSettings } from "./CopilotSettings";
import { Invitations } from "./Invitations";
import { Members } from "./Members";
import { isAdmin } from "./roles";
import { useSectionOfAddress } from "./useSectionOfAddress";

const ProfileSettings = lazyPart(() => import("~/preferences/ProfileSettings"));
const NotificationSettings = lazyPart(() => import("~/preferences/NotificationSettings"));
const EscalationSettings = lazyPart(() => import("~/preferences/EscalationSettings"));
const Psa = lazyPart(() => import("./psa/Psa"));
const Channels = lazyPart(() => import("./channels/Channels"));

export default function AccountScreen() {
  const { account, user } = useLogin();
  const mayInvite = isAdmin(user);
  useSectionOfAddress();
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
            <LaterSection id="profile" title="Profile" heights={[56, 28]}>
              <ProfileSettings />
            </LaterSection>
            <Members />
            {mayInvite && <Invitations />}
            <LaterSection id="notifications" title="Notifications" heights={[64, 320]}>
              <NotificationSettings />
            </LaterSection>
            {mayInvite && (
              <LaterSection id="escalations" title="Escalations" heights={[56, 56]}>
                <EscalationSettings />
              </LaterSection>
            )}
            {mayInvite && (
              <LaterSection id="psa" title="PSA connection" heights={[56, 56]}>
                <Psa />
              </LaterSection>
            )}
            {mayInvite && <NotificationChannels />}
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
        <Section to="profile" icon={<CircleUser size={16} strokeWidth={1.5} />}>
          Profile
        </Section>
        <Section to="members" icon={<Users size={16} strokeWidth={1.5} />}>
          Members
        </Section>
        {mayInvite && (
          <Section to="invitations" icon={<Mail size={16} strokeWidth={1.5} />}>
            Invitations
          </Section>
        )}
        <Section to="notifications" icon={<Bell size={16} strokeWidth={1.5} />}>
          Notifications
        </Section>
        {mayInvite && (
          <>
            <Section to="escalations" icon={<Timer size={16} strokeWidth={1.5} />}>
              Escalations
            </Section>
            <Section to="psa" icon={<Plug size={16} strokeWidth={1.5} />}>
              PSA connection
            </Section>
            <Section to="channels" icon={<Megaphone size={16} strokeWidth={1.5} />}>
              Notification channels
            </Section>
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

function NotificationChannels() {
  return (
    <section id="channels" className={css.section} aria-labelledby="channels-title">
      <Suspense fallback={<h2 id="channels-title">Notification channels</h2>}>
        <Channels />
      </Suspense>
    </section>
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

interface LaterSectionProps {
  id: string;
  title: string;
  /** Of the placeholders while its code loads, in px. */
  heights: number[];
  children: ReactNode;
}

function LaterSection({ id, title, heights, children }: LaterSectionProps) {
  return (
    <section id={id} className={css.section} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      <Suspense fallback={<Skeleton heights={heights} />}>{children}</Suspense>
    </section>
  );
}

function Shortcuts() {
  const isOn = useSingleKeys();
  const choose = useChoose();
  return (
    <section id="shortcuts" className={css.section} aria-labelledby="shortcuts-title">
      <h2 id="shortcuts-title">Shortcuts</h2>
      <Choice
        type="checkbox"
        label="Single-key shortcuts"
        checked={isOn}
        onChange={(event) => void choose({ single_key_shortcuts: event.target.checked })}
      />
    </section>
  );
}
