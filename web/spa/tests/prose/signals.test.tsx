/** A code of the session is marked wherever it stands, and says what it means by pointer, keyboard and touch. */
import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { SessionSignal } from "~/api/types";
import Formatted from "~/prose/Formatted";
import { PersonText } from "~/prose/PersonText";
import { finderOf, SignalsContext } from "~/prose/signals";
import { Main } from "~/ui/Main";

const DENIED: SessionSignal = {
  written: ["0x8007 0005", "0x80070005"],
  step_ids: [],
  signals: [
    {
      code: "0x80070005",
      family: "Windows error (HRESULT)",
      meaning: "Access was refused.",
      first_check: "See which account was used.",
      guides: [],
    },
  ],
};
const AMBIGUOUS: SessionSignal = {
  written: ["error 809"],
  step_ids: [],
  signals: ["VPN and dial-up error", "Windows system error"].map((family) => ({
    code: "809",
    family,
    meaning: `A ${family}.`,
    first_check: "Look.",
    guides: [],
  })),
};

function find(text: string): string[] {
  const pieces = finderOf([DENIED, AMBIGUOUS])?.(text) ?? [];
  return pieces.filter(({ signal }) => signal).map((piece) => piece.text);
}

test.each([
  ["It says 0x80070005.", ["0x80070005"]],
  ["0X80070005 and\nError 809", ["0X80070005", "Error 809"]],
  ["0x8007\n0005", ["0x8007\n0005"]],
  ["0x800700051, x0x80070005, error 8091, 809", []],
])("codes are found as they were written: %s", (text, found) => {
  expect(find(text)).toEqual(found);
});

function show(children: React.ReactNode) {
  render(
    <Main>
      <SignalsContext value={finderOf([DENIED, AMBIGUOUS])}>{children}</SignalsContext>
    </Main>,
  );
  return userEvent.setup();
}

const PASTE = "2026-11-28 10:02:11 INFO start\n2026-11-28 10:02:12 ERROR 0x80070005 at once";

test.each([
  ["typed text", <PersonText key="1" text="It says 0x80070005 again" />],
  ["a paste", <PersonText key="2" text={PASTE} />],
  ["the copilot's text", <Formatted key="3" text="So **0x80070005** is new" />],
  ["the copilot's code", <Formatted key="4" text="So `0x80070005` is new" />],
])("in %s", async (_name, text) => {
  const user = show(text);
  const place = await screen.findByRole("button", { name: "0x80070005. Access was refused." });
  await user.click(place);
  expect(await screen.findByRole("dialog", { name: "0x80070005" })).toBeVisible();
  expect(screen.getByText("See which account was used.", { exact: false })).toBeVisible();
});

test("the keyboard's focus shows every meaning, and Escape hides them without losing the place", async () => {
  const user = show(<PersonText text="VPN error 809 here" />);
  const place = await screen.findByRole("button", { name: /^error 809/ });
  await user.tab();
  expect(place).toHaveFocus();
  const panel = await screen.findByRole("dialog", { name: "error 809 can mean" });
  expect(panel).toHaveTextContent("VPN and dial-up error");
  expect(panel).toHaveTextContent("Windows system error");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
  expect(place).toHaveFocus();
});

test("pointing at a code shows its meaning", async () => {
  const user = show(<PersonText text="0x80070005" />);
  await user.hover(await screen.findByRole("button", { name: /^0x80070005/ }));
  expect(await screen.findByText("Access was refused.")).toBeVisible();
});

test("a text that is being written is not marked", async () => {
  show(<Formatted text="So 0x80070005 is" isGrowing />);
  expect(await screen.findByText(/0x80070005/)).toBeVisible();
  expect(screen.queryByRole("button")).not.toBeInTheDocument();
});
