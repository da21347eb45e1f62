/** The account's members with their roles. */
import { useQuery } from "@tanstack/react-query";
import { Search } from "lucide-react";
import { Suspense, useState } from "react";
import { fetchMembers, REFETCH_MS } from "~/api/account";
import { keys } from "~/api/keys";
import type { User } from "~/api/types";
import { classes } from "~/lib/classes";
import { ErrorState } from "~/ui/ErrorState";
import kit from "~/ui/kit.module.css";
import { lazyPart } from "~/ui/lazyPart";
import { Count } from "~/ui/Pill";
import { Skeleton } from "~/ui/Skeleton";
import css from "./account.module.css";
import { MemberRow } from "./MemberRow";
import type { Intent } from "./memberIntents";
import memberCss from "./members.module.css";

const MemberDialog = lazyPart(() => import("./MemberDialog"), "layer");
/** From this number of members on, the list has a search field. */
const SEARCHED_FROM = 8;

export function Members() {
  const members = useQuery({
    queryKey: keys.members,
    queryFn: fetchMembers,
    refetchInterval: REFETCH_MS,
  });
  const [words, setWords] = useState("");
  const all = members.data ?? [];
  return (
    <section id="members" className={css.section} aria-labelledby="members-title">
      <div className={kit.sectionHead}>
        <h2 id="members-title">Members</h2>
        {members.data && <Count value={all.length} />}
        {all.length >= SEARCHED_FROM && <MemberSearch words={words} onWords={setWords} />}
      </div>
      {members.isPending && <Skeleton heights={[40, 40, 40]} label="Loading the members" />}
      {members.isError && !members.data && (
        <ErrorState
          inline
          what="The members could not be loaded."
          error={members.error}
          onRetry={members.refetch}
        />
      )}
      {members.data && <MemberTable members={all} words={words} />}
    </section>
  );
}

function MemberSearch({ words, onWords }: { words: string; onWords: (words: string) => void }) {
  return (
    <label className={classes(memberCss.find, kit.end)}>
      <Search size={16} strokeWidth={1.5} aria-hidden="true" />
      <input
        type="search"
        aria-label="Search members"
        placeholder="Name or email"
        value={words}
        onChange={(event) => onWords(event.target.value)}
      />
    </label>
  );
}

function MemberTable({ members, words }: { members: User[]; words: string }) {
  const [intent, setIntent] = useState<Intent | null>(null);
  const sought = words.trim().toLowerCase();
  const found = members.filter(({ name, email }) =>
    `${name} ${email}`.toLowerCase().includes(sought),
  );
  return (
    <>
      <div className={kit.card}>
        <table className={memberCss.table}>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Role</th>
              <th scope="col">State</th>
              <th scope="col">
                <span className="hidden-words">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {found.map((member) => (
              <MemberRow key={member.id} member={member} members={members} onIntent={setIntent} />
            ))}
          </tbody>
        </table>
        {found.length === 0 && <p className={memberCss.nobody}>No member matches.</p>}
      </div>
      {intent && (
        <Suspense fallback={null}>
          <MemberDialog intent={intent} members={members} onClose={() => setIntent(null)} />
        </Suspense>
      )}
    </>
  );
}
