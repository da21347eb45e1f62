/** Who is signed in, how the app looks, and the way out. */
import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { messageOf } from "~/api/errors";
import { signOut } from "~/api/login";
import { newKey } from "~/lib/ids";
import { type Theme, useTheme } from "~/lib/theme";
import { capitalised, initials } from "~/lib/words";
import { useLogin } from "~/login/LoginProvider";
import { Button } from "~/ui/Button";
import { Choice } from "~/ui/Field";
import { Popout } from "~/ui/Popout";
import { showToast } from "~/ui/toasts";
import css from "./shell.module.css";

const THEMES: readonly { value: Theme; label: string }[] = [
  { value: "system", label: "As the system" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

export function UserMenu() {
  const { user } = useLogin();
  return (
    <Popout
      label="Your menu"
      name={`${initials(user.name)}: ${user.name}, your menu`}
      buttonClass={css.initials}
      button={initials(user.name)}
    >
      {() => <Content />}
    </Popout>
  );
}

function Content() {
  const { user, account } = useLogin();
  const [theme, setTheme] = useTheme();
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
            onChange={() => setTheme(value)}
          />
        ))}
      </fieldset>
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
