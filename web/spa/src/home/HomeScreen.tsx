/** Home shows first what needs an answer: fixes to verify, waiting escalations, and the user's sessions. */
import { useEffect } from "react";
import { classes } from "~/lib/classes";
import { firstName } from "~/lib/text";
import { useNow } from "~/lib/time";
import { useIsViewer, useLogin } from "~/login/LoginProvider";
import { setTabTitle } from "~/shell/tabTitle";
import kit from "~/ui/kit.module.css";
import { Main } from "~/ui/Main";
import { ScreenTitle } from "~/ui/ScreenTitle";
import { ScrollBox } from "~/ui/ScrollBox";
import { FirstAction } from "./FirstAction";
import { FollowUps } from "./FollowUps";
import css from "./home.module.css";
import { MySessions } from "./MySessions";
import { QuickStart } from "./QuickStart";
import { WaitingEscalations } from "./WaitingEscalations";

export default function HomeScreen() {
  const isViewer = useIsViewer();
  useEffect(() => setTabTitle("Home"));
  return (
    <Main className={kit.screen}>
      <ScrollBox className={kit.scroll} label="Home">
        <div className={kit.page}>
          <Greeting />
          <div className={classes(css.dash, isViewer && css.alone)}>
            <div className={css.column} data-rows>
              {!isViewer && (
                <>
                  <QuickStart />
                  <FollowUps />
                  <WaitingEscalations />
                </>
              )}
              <MySessions />
            </div>
            {!isViewer && (
              <aside className={css.column} aria-label="Figures">
                <FirstAction />
              </aside>
            )}
          </div>
        </div>
      </ScrollBox>
    </Main>
  );
}

const today = new Intl.DateTimeFormat("en-GB", {
  weekday: "short",
  day: "numeric",
  month: "short",
  timeZoneName: "short",
});

function Greeting() {
  const { user } = useLogin();
  const now = new Date(useNow());
  return (
    <div className={classes(kit.line, css.greeting)}>
      <ScreenTitle className={kit.headline} dir="auto">
        {`${partOfDay(now)}, ${firstName(user.name)}`}
      </ScreenTitle>
      <span className={classes(kit.meta, kit.end)}>{today.format(now)}</span>
    </div>
  );
}

function partOfDay(now: Date): string {
  const hour = now.getHours();
  if (hour < 5 || hour >= 18) return "Good evening";
  return hour < 12 ? "Good morning" : "Good afternoon";
}
