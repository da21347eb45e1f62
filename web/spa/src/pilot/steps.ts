/** The steps of a session. They are only ever appended, so a full page is never fetched again. */
import { type QueryClient, queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { keys } from "~/api/keys";
import { fetchSteps } from "~/api/sessions";
import type { Attachment, Redaction, ReplyData, Step } from "~/api/types";
import { type StepPages, stepsIn } from "~/live/stepPages";

export function useSteps(sessionId: string, enabled = true) {
  const queries = useQueryClient();
  return useQuery({ ...stepsOf(queries, sessionId), select: stepsIn, enabled });
}

export function stepsOf(queries: QueryClient, sessionId: string) {
  return queryOptions({
    queryKey: keys.steps(sessionId),
    queryFn: () => fetchRemaining(queries, sessionId),
  });
}

async function fetchRemaining(queries: QueryClient, sessionId: string): Promise<StepPages> {
  const known = queries.getQueryData<StepPages>(keys.steps(sessionId)) ?? [];
  const pages = known.slice(0, -1);
  let cursor = pages.at(-1)?.next_cursor ?? null;
  do {
    const page = await fetchSteps(sessionId, cursor);
    pages.push(page);
    cursor = page.next_cursor;
  } while (cursor);
  return pages;
}

export function replyData(step: Step): ReplyData {
  return step.data as ReplyData;
}

/** The reply whose text this step contains, if any. */
export function replyIdOf(step: Step): string | undefined {
  return step.kind === "assistant_message" ? replyData(step).reply_id : undefined;
}

/** The question that an answer's step quotes in its first line, and how many characters precede the answer. */
export function questionOf(step: Step): { question: string; start: number } | null {
  const { kind, question } = step.data;
  if (kind !== "lane_answer" || typeof question !== "string") return null;
  const heading = `> ${question}\n\n`;
  return step.content.startsWith(heading) ? { question, start: heading.length } : null;
}

/** The images and text files of a message. */
export function attachmentsOf(step: Step): Attachment[] {
  return (step.data as { attachments?: Attachment[] }).attachments ?? [];
}

/** The places of a person's text that are masked for the copilot. */
export function redactionsOf(step: Step): Redaction[] | undefined {
  return (step.data as { redactions?: Redaction[] }).redactions;
}
