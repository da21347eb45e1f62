/** A FlowPilot whose sessions have a task lane, and complete items for it. */
import type { LaneItem, Step } from "~/api/types";
import { id, makeStep, NOW, personOf } from "../factories";
import { FakeApi } from "../fakeApi";
import { server } from "../server";

export function makeLaneItem(part: Partial<LaneItem> = {}): LaneItem {
  const item: LaneItem = {
    id: id(),
    kind: "question",
    text: "Does web mail ask too?",
    choices: [],
    command: null,
    state: "open",
    answer: null,
    waiting: false,
    closed_by: null,
    step_id: "reply-1",
    answer_step_id: null,
    created_at: NOW,
  };
  return { ...item, ...part };
}

export class LaneApi extends FakeApi {
  constructor() {
    super();
    server.use(
      this.write("post", "/ai-sessions/:id/task-lane/send", 202, () => ({
        reply: { id: id(), status: "queued" },
      })),
      this.write("post", "/ai-sessions/:id/task-lane/:item", 200, (params, body) =>
        this.close(String(params.id), String(params.item), body),
      ),
    );
  }

  private close(sessionId: string, itemId: string, body: Record<string, unknown>) {
    const items = this.lanes[sessionId] ?? [];
    const item = items.find((each) => each.id === itemId);
    if (!item) throw new Error(`No item ${itemId}`);
    item.state = body.answer ? "answered" : body.done ? "done" : "skipped";
    item.answer = String(body.answer ?? body.note ?? "") || null;
    item.closed_by = personOf(this.user);
    const isLast = item.kind === "question" && !items.some(isOpenQuestion);
    item.waiting = item.state !== "skipped" && !isLast;
    const step = item.state === "skipped" ? null : this.stepOf(sessionId, item);
    return { item, step, reply: isLast ? { id: id(), status: "queued" } : null };
  }

  private stepOf(sessionId: string, item: LaneItem): Step {
    const steps = this.steps[sessionId] ?? [];
    const step = makeStep({
      index: steps.length,
      author: personOf(this.user),
      content: `> ${item.text}\n\n${item.answer}`,
      data: { kind: "lane_answer", item_id: item.id, question: item.text },
    });
    steps.push(step);
    return step;
  }
}

function isOpenQuestion(item: LaneItem): boolean {
  return item.kind === "question" && item.state === "open";
}
