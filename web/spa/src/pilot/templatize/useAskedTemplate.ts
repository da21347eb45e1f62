/** The id of the proposal that was asked for a fix and is not decided yet, kept in this browser. */
import { useKept } from "~/lib/kept";
import { userKey } from "~/lib/storage";
import { useLogin } from "~/login/LoginProvider";

export function useAskedTemplate(fixId: string) {
  const { user } = useLogin();
  return useKept<string | null>(userKey(user.id, "templatization", fixId), null);
}
