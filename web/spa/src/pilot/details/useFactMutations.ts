/** Adds, changes and removes facts. Changes are optimistic, are rolled back one by one if refused, and can be undone for ten seconds. */
import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { messageOf } from "~/api/errors";
import {
  addFact,
  dismissFact,
  editFact,
  type FactChange,
  type NewFact,
  restoreFact,
} from "~/api/facts";
import { keys } from "~/api/keys";
import type { Fact } from "~/api/types";
import { offerUndo } from "~/keyboard/undo";
import { newKey } from "~/lib/ids";
import { useIdempotencyKey } from "~/lib/useIdempotencyKey";
import { refetchSession } from "~/live/sessionReader";
import { showToast } from "~/ui/toasts";

/** Each resolves to the reason why it was not done, or null. */
export interface FactMutations {
  add(fact: NewFact): Promise<string | null>;
  change(fact: Fact, value: string): Promise<string | null>;
  pin(fact: Fact, pinned: boolean): Promise<string | null>;
  remove(facts: Fact[]): Promise<string | null>;
  restore(fact: Fact): Promise<string | null>;
}

export function useFactMutations(sessionId: string): FactMutations {
  const queries = useQueryClient();
  const sendOnce = useIdempotencyKey();
  const list = new FactList(queries, sessionId);
  const change = (fact: Fact, value: string) =>
    list.during(changed(fact, { value }), changed(fact, { value: fact.value }), () =>
      editFact(sessionId, fact.id, { value }, newKey()),
    );
  const remove = (gone: Fact[]) =>
    list.during(without(gone), withAgain(gone), () =>
      Promise.all(gone.map(({ id }) => dismissFact(sessionId, id, newKey()))),
    );
  const restore = (gone: Fact[]) =>
    list.during(withAgain(gone), without(gone), () =>
      Promise.all(gone.map(({ id }) => restoreFact(sessionId, id, newKey()))),
    );
  return {
    add: async (fact) => {
      let added: Fact | undefined;
      const why = await list.during(asIs, asIs, async () => {
        added = await sendOnce(fact, (key) => addFact(sessionId, fact, key));
      });
      if (added) offer("Fact added", added, () => remove([added as Fact]));
      return why;
    },
    change: async (fact, value) => {
      const why = await change(fact, value);
      if (!why) offer("Fact changed", fact, () => change({ ...fact, value }, fact.value));
      return why;
    },
    pin: (fact, pinned) =>
      list.during(changed(fact, { pinned }), changed(fact, { pinned: fact.pinned }), () =>
        editFact(sessionId, fact.id, { pinned }, newKey()),
      ),
    restore: (fact) => restore([fact]),
    remove: async (gone) => {
      const why = await remove(gone);
      if (!why && gone[0]) offer("Fact removed", gone[0], () => restore(gone));
      return why;
    },
  };
}

type Change = (facts: Fact[]) => Fact[];

const asIs: Change = (facts) => facts;

function changed({ id }: Fact, change: FactChange): Change {
  return (facts) => inOrder(facts.map((each) => (each.id === id ? { ...each, ...change } : each)));
}

function without(gone: Fact[]): Change {
  return (facts) => facts.filter(({ id }) => !gone.some((each) => each.id === id));
}

function withAgain(gone: Fact[]): Change {
  return (facts) => inOrder([...without(gone)(facts), ...gone]);
}

/** As the API sorts them: pinned facts first, then by age. */
function inOrder(facts: Fact[]): Fact[] {
  return facts.toSorted(
    (a, b) => Number(b.pinned) - Number(a.pinned) || a.created_at.localeCompare(b.created_at),
  );
}

function offer(text: string, fact: Fact, undo: () => Promise<string | null>): void {
  const run = async () => {
    const why = await undo();
    if (why) showToast(`Not undone. ${why}`, { tone: "error" });
  };
  offerUndo(text, { itemKey: fact.id, undo: () => void run() });
}

/** The cached facts of the session. */
class FactList {
  constructor(
    private readonly queries: QueryClient,
    private readonly sessionId: string,
  ) {}

  /**
   * Shows `change` while it is being sent, and applies `back` if it is refused. Afterwards all facts are refetched, because each may
   * contradict another one now.
   */
  async during(change: Change, back: Change, send: () => Promise<unknown>): Promise<string | null> {
    await this.queries.cancelQueries({ queryKey: keys.facts(this.sessionId) });
    this.show(change);
    try {
      await send();
      return null;
    } catch (error) {
      this.show(back);
      return messageOf(error);
    } finally {
      refetchSession(this.queries, this.sessionId, ["facts"]);
      void this.queries.invalidateQueries({ queryKey: keys.dismissedFacts(this.sessionId) });
    }
  }

  private show(change: Change): void {
    this.queries.setQueryData<Fact[]>(
      keys.facts(this.sessionId),
      (facts) => facts && change(facts),
    );
  }
}
