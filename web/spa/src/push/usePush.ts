/** The part of notifications outside the page that every page runs; what it needs only sometimes is loaded then. */
import { useEffect, useEffectEvent } from "react";
import { useNavigate } from "react-router";
import { useStore } from "~/lib/store";
import { useLiveEvents } from "~/live/LiveProvider";
import { useLogin } from "~/login/LoginProvider";
import { choiceOf, subscriptionOwner } from "./choice";
import { clickedLink } from "./clicks";

export function usePush(): void {
  const { user } = useLogin();
  const navigate = useNavigate();
  const open = useEffectEvent((link: string) => void navigate(link));
  useEffect(() => {
    // A failure changes nothing: the next page that opens tries again.
    if (choiceOf(user.id) === "push" || subscriptionOwner())
      import("./subscription").then((m) => m.keepSubscribed(user.id)).catch(() => undefined);
  }, [user.id]);
  const link = useStore(clickedLink);
  useEffect(() => {
    if (link === null) return;
    clickedLink.set(null);
    open(link);
  }, [link]);
  useLiveEvents((event) => {
    if (choiceOf(user.id) === "page" && !document.hasFocus())
      import("./pageNotification")
        .then((m) => m.notify(event, user.id, open))
        .catch(() => undefined);
  });
}
