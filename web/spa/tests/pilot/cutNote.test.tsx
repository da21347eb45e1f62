/** An answer says in words what of the session the copilot did not read. */
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { Cut } from "~/api/types";
import CutNote, { cutText } from "~/pilot/chat/CutNote";
import { RecordContext } from "~/pilot/chat/recordContext";
import { makeStep, makeUser, personOf } from "../factories";

test.each<[Cut, string]>([
  [
    { in_part: [{ step_id: "1", lines_omitted: 9 }] },
    "The copilot read the first and last part of one long message, and its error lines.",
  ],
  [
    { in_part: [{ step_id: "1", lines_omitted: 9 }], summarised: 51 },
    "The copilot read the first and last part of one long message, and its error lines. It read 51 earlier messages as a summary.",
  ],
  [{ summarised: 1 }, "The copilot read 1 earlier message as a summary."],
  [
    { shortened: 30, omitted: 4 },
    "The copilot read the beginning and the end of 30 earlier messages. It did not read 4 earlier messages.",
  ],
  [{ images: 52 }, "The copilot did not see 52 images."],
])("%j in words", (cut, words) => {
  expect(cutText(cut)).toBe(words);
});

test("the messages that were read in part are listed on demand", async () => {
  const log = makeStep({ index: 0, author: personOf(makeUser()), content: "A long log" });
  const cut = { in_part: [{ step_id: log.id, lines_omitted: 4812 }] };
  render(
    <RecordContext value={(id) => (id === log.id ? log : undefined)}>
      <CutNote cut={cut} />
    </RecordContext>,
  );
  const summary = screen.getByText(/^The copilot read the first and last part/);
  const details = summary.closest("details") as HTMLElement;
  expect(details).not.toHaveAttribute("open");
  await userEvent.setup().click(summary);
  expect(within(details).getByRole("listitem")).toHaveTextContent(
    /^Sam Keller, .*: 4812 lines not read$/,
  );
});
