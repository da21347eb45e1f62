/** Turns notifications outside the page on and off, for this browser. */
import { useState } from "react";
import { messageOf } from "~/api/errors";
import { useLogin } from "~/login/LoginProvider";
import { announce } from "~/ui/announcer";
import { Button } from "~/ui/Button";
import css from "./push.module.css";
import { type Reach, reachOf, turnOff, turnOn } from "./subscription";

const WORDS: Record<Reach, string> = {
  none: "This browser cannot show notifications outside the page.",
  blocked:
    "This browser blocks notifications from FlowPilot. You can allow them in its site settings.",
  off: "Push is off in this browser. Turn it on to learn of escalations while FlowPilot is in the background.",
  page: "This browser shows notifications while FlowPilot is open in a tab.",
  push: "This browser shows notifications, also while FlowPilot is closed.",
};

export default function PushSwitch() {
  const { user } = useLogin();
  const [reach, setReach] = useState(() => reachOf(user.id));
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const isOn = reach === "page" || reach === "push";
  const change = async () => {
    setIsBusy(true);
    setProblem("");
    try {
      const changed = await (isOn ? turnOff : turnOn)(user.id);
      setReach(changed);
      announce(WORDS[changed]);
    } catch (error) {
      setProblem(`Not changed. ${messageOf(error)}`);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <div className={css.switch}>
      <p role={problem ? "alert" : undefined}>{problem || WORDS[reach]}</p>
      {(isOn || reach === "off") && (
        <Button small disabled={isBusy} onClick={change}>
          {isOn ? "Turn off" : "Turn on"}
        </Button>
      )}
    </div>
  );
}
