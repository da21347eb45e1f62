/** Switches a channel on or off. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type Channel, changeChannel } from "~/api/channels";
import { keys } from "~/api/keys";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { announce } from "~/ui/announcer";

export function useSwitch({ id, name, is_active }: Channel) {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const switching = useMutation({
    mutationFn: () => {
      const change = { is_active: !is_active };
      return sendOnce(change, (key) => changeChannel(id, change, key));
    },
    onSuccess: (channel) => announce(`${name} is ${channel.is_active ? "on" : "off"}.`),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.channels }),
  });
  const run = () => {
    if (!switching.isPending) switching.mutate();
  };
  return { run, error: switching.error };
}
