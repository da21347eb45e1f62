/** The user's name, the theme, and signing out. */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { messageOf } from "~/api/errors";
import { signOut } from "~/api/login";
import { newKey } from "~/lib/ids";
import { capitalised, initials } from "~/lib/text";
import { THEMES, useTheme } from "~/lib/theme";
import { useLogin } from "~/login/LoginProvider";
import { useChoose } from "~/login/ownChoices";
import { Avatar } from "~/ui/Avatar";
import { Button } from "~/ui/Button";
import { Choice } from "~/ui/Field";
import { Popout } from "~/ui/Popout";
import { showToast } from "~/ui/toasts";
import { openOverlay } from "./palette/usePalette";
import css from "./shell.module.css";

export function UserMenu() {
  const { user } = useLogin();
  return (
    <Popout
      label="Your menu"
      name={`${initials(user.name)}: ${user.name}, your menu`}
      buttonClass={css.initials}
      button={<Avatar name={user.name} />}
    >
      {(close) => <Content onGo={close} />}
    </Popout>
  );
}

function Content({ onGo }: { onGo: () => void }) {
  const { user, account } = useLogin();
  const theme = useTheme();
  const choose = useChoose();
  const leave = useSignOut();
  return (
    <div className={css.menu}>
      <p className={css.who}>
        <strong>{user.name}</strong>
        <span className={css.whoMeta}>{user.email}</span>
        <span className={css.whoMeta}>
          {capitalised(user.role)} · {account.name}
        </span>
      </p>
      <fieldset className={css.themes}>
        <legend className={css.whoMeta}>Theme</legend>
        {THEMES.map(({ value, label }) => (
          <Choice
            key={value}
            type="radio"
            name="theme"
            label={label}
            checked={theme === value}
            onChange={() => void choose({ theme: value })}
          />
        ))}
      </fieldset>
      <Button
        look="ghost"
        onClick={() => {
          onGo();
          openOverlay("shortcuts");
        }}
      >
        Keyboard shortcuts
      </Button>
      <Button onClick={leave}>Sign out</Button>
    </div>
  );
}

function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return async () => {
    try {
      await signOut(newKey());
      navigate("/login");
      queries.clear();
    } catch (error) {
      showToast(`Not signed out. ${messageOf(error)}`, { tone: "error" });
    }
  };
}
