/** The account: its members, inviting one more, and the shortcuts of this browser. */
import { useQuery } from "@tanstack/react-query";
import { fetchMembers } from "~/api/account";
import { keys } from "~/api/keys";
import type { User } from "~/api/types";
import { useSingleKeys } from "~/keyboard/useKeys";
import { capitalised } from "~/lib/words";
import { useLogin } from "~/login/LoginProvider";
import { ErrorState } from "~/ui/ErrorState";
import { Choice } from "~/ui/Field";
import { Main } from "~/ui/Main";
import { Pill } from "~/ui/Pill";
import { ScreenTitle } from "~/ui/ScreenTitle";
import { Skeleton } from "~/ui/Skeleton";
import css from "./account.module.css";
import { ChangePassword } from "./ChangePassword";
import { Invite } from "./Invite";

export default function AccountScreen() {
  const { account, user } = useLogin();
  const mayInvite = user.role === "owner" || user.role === "admin";
  return (
    <Main className={css.screen}>
      <header className={css.head}>
        <ScreenTitle>Account</ScreenTitle>
      </header>
      <div className={css.body}>
        <section className={css.section} aria-labelledby="members-title">
          <h2 id="members-title">Members of {account.name}</h2>
          <Members />
        </section>
        {mayInvite && <Invite />}
        <ChangePassword />
        <Shortcuts />
      </div>
    </Main>
  );
}

function Members() {
  const members = useQuery({ queryKey: keys.members, queryFn: fetchMembers });
  if (members.isPending) return <Skeleton bones={[40, 40, 40]} label="Reading the members" />;
  if (!members.data) {
    return (
      <ErrorState
        inline
        what="The members could not be read."
        error={members.error}
        onRetry={members.refetch}
      />
    );
  }
  return (
    <ul className={css.members}>
      {members.data.map((member) => (
        <Member key={member.id} member={member} />
      ))}
    </ul>
  );
}

function Member({ member }: { member: User }) {
  return (
    <li className={css.member}>
      <span className={css.name}>{member.name}</span>
      <span className={css.email}>{member.email}</span>
      <span>{capitalised(member.role)}</span>
      <span>{member.is_active ? <Pill tone="ok">Active</Pill> : <Pill>Inactive</Pill>}</span>
    </li>
  );
}

function Shortcuts() {
  const [isOn, setIsOn] = useSingleKeys();
  return (
    <section className={css.section} aria-labelledby="shortcuts-title">
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
