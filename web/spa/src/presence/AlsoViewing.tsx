/** Who else has a topic open, by name: "Also viewing: Marcus", or "Marcus is writing". */
import { classes } from "~/lib/classes";
import { useSelected } from "~/lib/store";
import { firstName } from "~/lib/text";
import { PHONE, useMedia } from "~/lib/useMedia";
import { useLiveState } from "~/live/LiveProvider";
import { useLogin } from "~/login/LoginProvider";
import { Avatar } from "~/ui/Avatar";
import kit from "~/ui/kit.module.css";
import { people, type Viewer } from "./people";

/** More people than this are counted. */
const MAX_NAMES = 2;

interface AlsoViewingProps {
  topic: string;
  className?: string | undefined;
}

export function AlsoViewing({ topic, className }: AlsoViewingProps) {
  const others = useOthersAt(topic);
  const isPhone = useMedia(PHONE);
  const writing = others.filter((one) => one.typing);
  const shown = writing.length > 0 ? writing : others;
  if (shown.length === 0) return null;
  return (
    <span
      className={classes(kit.line, kit.meta, className)}
      title={shown.map(({ name }) => name).join(", ")}
    >
      {shown.slice(0, MAX_NAMES).map(({ id, name }) => (
        <Avatar key={id} name={name} size="small" />
      ))}
      <span className={kit.cut}>
        {writing.length > 0 ? (
          `${namesOf(writing)} ${writing.length === 1 ? "is" : "are"} writing`
        ) : (
          <>
            <span className={isPhone ? "hidden-words" : undefined}>Also viewing: </span>
            {namesOf(others)}
          </>
        )}
      </span>
    </span>
  );
}

/** The others at this topic, by name. Empty while the stream is interrupted, because whoever leaves then is not reported. */
function useOthersAt(topic: string): Viewer[] {
  const { user } = useLogin();
  const isLive = useLiveState() === "live";
  const found = useSelected(people, (all) => JSON.stringify(all.get(topic) ?? []));
  if (!isLive) return [];
  const others: Viewer[] = JSON.parse(found).filter(({ id }: Viewer) => id !== user.id);
  return others.sort((a, b) => a.name.localeCompare(b.name));
}

/** "Marcus", "Ada, Marcus", "Ada, Marcus +2"; the whole name for people with the same first name. */
function namesOf(viewers: readonly Viewer[]): string {
  const firsts = viewers.map(({ name }) => firstName(name));
  const isShared = new Set(firsts).size < firsts.length;
  const names = isShared ? viewers.map(({ name }) => name) : firsts;
  const more = names.length - MAX_NAMES;
  return names.slice(0, MAX_NAMES).join(", ") + (more > 0 ? ` +${more}` : "");
}
