/** One member with role and state, and the controls of an admin. */
import { Ellipsis } from "lucide-react";
import { type ComponentProps, Suspense } from "react";
import type { Role, User } from "~/api/types";
import { capitalised } from "~/lib/text";
import { useLogin } from "~/login/LoginProvider";
import { Avatar } from "~/ui/Avatar";
import { IconButton } from "~/ui/Button";
import { QuietSelect } from "~/ui/Field";
import { lazyPart } from "~/ui/lazyPart";
import { Pill } from "~/ui/Pill";
import css from "./account.module.css";
import type { Intent } from "./memberIntents";
import memberCss from "./members.module.css";
import { isLastOwner, mayChange, rolesToGive } from "./roles";

const MemberMenu = lazyPart(() => import("./MemberMenu"));

interface MemberRowProps {
  member: User;
  members: readonly User[];
  onIntent: (intent: Intent) => void;
}

export function MemberRow({ member, members, onIntent }: MemberRowProps) {
  const { user } = useLogin();
  const isChangeable = mayChange(user, member, members);
  return (
    <tr>
      <th scope="row">
        <span className={memberCss.person}>
          <Avatar name={member.name} size="large" />
          <span className={memberCss.who}>
            <span dir="auto">
              <strong>{member.name}</strong>
              {member.id === user.id && <span className={css.quiet}> you</span>}
            </span>
            <span className={css.quiet}>{member.email}</span>
          </span>
        </span>
      </th>
      <td data-label="Role">
        {isChangeable ? (
          <RoleChoice member={member} onIntent={onIntent} />
        ) : (
          <RoleName member={member} members={members} />
        )}
      </td>
      <td data-label="State">
        {member.is_active ? <Pill tone="ok">Active</Pill> : <Pill>Deactivated</Pill>}
      </td>
      <td className={memberCss.corner}>
        {isChangeable && (
          <Suspense fallback={<MenuButton member={member} disabled />}>
            <MemberMenu
              member={member}
              trigger={<MenuButton member={member} />}
              onIntent={onIntent}
            />
          </Suspense>
        )}
      </td>
    </tr>
  );
}

/** Shows the current role. A choice takes effect only after the user confirms it. */
function RoleChoice({ member, onIntent }: Pick<MemberRowProps, "member" | "onIntent">) {
  const { user } = useLogin();
  return (
    <QuietSelect
      aria-label={`Role of ${member.name}`}
      value={member.role}
      onChange={(event) => onIntent({ kind: "role", member, role: event.target.value as Role })}
    >
      {rolesToGive(user).map((role) => (
        <option key={role} value={role}>
          {capitalised(role)}
        </option>
      ))}
    </QuietSelect>
  );
}

function RoleName({ member, members }: Pick<MemberRowProps, "member" | "members">) {
  return (
    <span className={memberCss.role}>
      {capitalised(member.role)}
      {isLastOwner(member, members) && <span className={css.quiet}> only owner</span>}
    </span>
  );
}

type MenuButtonProps = Omit<ComponentProps<"button">, "aria-label"> & { member: User };

function MenuButton({ member, ...rest }: MenuButtonProps) {
  return (
    <IconButton label={`Actions for ${member.name}`} small tip="above" {...rest}>
      <Ellipsis size={16} strokeWidth={1.5} />
    </IconButton>
  );
}
