/** What is masked for the copilot is marked in the engineer's text, wherever it stands, and can be released. */
import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { masksIn, ReleaseContext, splitAtMasks } from "~/prose/masks";
import { PersonText } from "~/prose/PersonText";
import { partsOf } from "~/prose/pastedOutput";
import { Main } from "~/ui/Main";

/** As the server lists it: positions in code points. */
function redaction(text: string, secret: string, part = {}) {
  const start = [...text.slice(0, text.indexOf(secret))].length;
  return { id: secret, kind: "password", start, end: start + [...secret].length, ...part };
}

test.each([
  ["plain", "The password: Winter26! is set"],
  ["after an emoji", "😀😀 password: Winter26! is set"],
  ["with line ends of Windows", "One\r\nTwo\r\npassword: Winter26!\r\nThree"],
])("a position in code points is found on the screen: %s", (_name, text) => {
  const masks = masksIn(text, [redaction(text, "Winter26!")]);
  const shown = text.replaceAll("\r\n", "\n");
  expect(splitAtMasks(shown, 0, masks).find((piece) => piece.mask)?.text).toBe("Winter26!");
});

test("every part of a message knows where it begins", () => {
  const text =
    "\n\nLook:\n```\ncode\n```\n2026-11-28 10:02:11 ERROR one\n2026-11-28 10:02:12 ERROR two\nDone?";
  for (const part of partsOf(text)) {
    expect(text.slice(part.start, part.start + part.text.length)).toBe(part.text);
  }
});

const LOG = "2026-11-28 10:02:11 INFO start\n2026-11-28 10:02:12 INFO password=Winter26! used";

function show(text: string, release: (() => Promise<void>) | null, part = {}) {
  const redactions = [redaction(text, "Winter26!", part)];
  render(
    <Main>
      <ReleaseContext value={release}>
        <PersonText text={text} redactions={redactions} />
      </ReleaseContext>
    </Main>,
  );
  return { redactions, user: userEvent.setup() };
}

test.each([
  ["typed text", "The password: Winter26! is set"],
  ["a paste", LOG],
  ["a web address", "https://sam:Winter26!@fs01.acme.test/x"],
])("a masked place in %s is a button with words for a screen reader", async (_name, text) => {
  show(text, null);
  const place = await screen.findByRole("button", {
    name: "Winter26!, masked for the copilot: password",
  });
  expect(place).toBeVisible();
});

test("with the keyboard an engineer says that it is not a secret", async () => {
  const release = vi.fn(async () => undefined);
  const { redactions, user } = show(LOG, release);
  const place = await screen.findByRole("button", { name: /masked for the copilot/ });
  place.focus();
  await user.keyboard("{Enter}");
  const button = await screen.findByRole("button", {
    name: "Not a secret: let the copilot read it",
  });
  await vi.waitFor(() => expect(button).not.toHaveAttribute("aria-disabled"));
  await user.click(button);
  expect(release).toHaveBeenCalledWith(redactions[0]);
  await user.keyboard("{Escape}");
  await vi.waitFor(() => expect(place).toHaveFocus());
});

test("who may not write sees what is masked and cannot release it", async () => {
  const { user } = show("The password: Winter26! is set", null);
  await user.click(await screen.findByRole("button", { name: /masked for the copilot/ }));
  expect(await screen.findByText("Masked for the copilot: password")).toBeVisible();
  expect(screen.queryByRole("button", { name: /Not a secret/ })).not.toBeInTheDocument();
});

test("a released place says who released it", async () => {
  const allowed = {
    allowed_at: "2026-11-28T10:02:11Z",
    allowed_by: { id: "1", name: "Sam Keller" },
  };
  const { user } = show("The password: Winter26! is set", null, allowed);
  await user.click(await screen.findByRole("button", { name: /read by the copilot/ }));
  expect(await screen.findByText(/^Sam said that this is not a secret/)).toBeVisible();
});
