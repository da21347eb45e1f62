import { expect, test } from "vitest";
import { type Edits, hasEdits, sectionOf, withEdit } from "~/writeUps/edits";

type Name = "cause";

const OLD = { drafted: { cause: "A full disk." } };
const NEW = { drafted: { cause: "A full shadow storage." } };

test("a section that nobody changed shows the newest draft", () => {
  expect(sectionOf<Name>("cause", OLD, {}).text).toBe("A full disk.");
  expect(sectionOf<Name>("cause", NEW, {})).toEqual({
    text: "A full shadow storage.",
    isEdited: false,
    newer: null,
  });
});

test("a changed section keeps its text, and a newer draft is offered beside it", () => {
  const edits = withEdit<Name>("cause", "My own words.", OLD, {});
  expect(sectionOf("cause", OLD, edits).newer).toBeNull();
  expect(sectionOf("cause", NEW, edits)).toEqual({
    text: "My own words.",
    isEdited: true,
    newer: "A full shadow storage.",
  });
});

test("typing on after a newer draft has arrived does not hide the offer", () => {
  const first = withEdit<Name>("cause", "My", OLD, {});
  const edits = withEdit("cause", "My own words.", NEW, first);
  expect(sectionOf("cause", NEW, edits).newer).toBe("A full shadow storage.");
});

test("using the newer draft ends the edit, and going back restores it", () => {
  const mine = withEdit<Name>("cause", "My own words.", OLD, {});
  const taken = withEdit("cause", "A full shadow storage.", NEW, mine);
  expect(hasEdits(taken)).toBe(false);
  const back: Edits<Name> = withEdit("cause", "My own words.", NEW, taken);
  expect(sectionOf("cause", NEW, back).text).toBe("My own words.");
});

test("text that somebody saved earlier stays, with the copilot's draft beside it", () => {
  const source = { drafted: { cause: "Saved by Sam." }, beside: { cause: "A draft." } };
  expect(sectionOf<Name>("cause", source, {})).toEqual({
    text: "Saved by Sam.",
    isEdited: false,
    newer: "A draft.",
  });
});

test("an empty draft offers nothing", () => {
  const edits = withEdit<Name>("cause", "My own words.", OLD, {});
  expect(sectionOf("cause", { drafted: { cause: "" } }, edits).newer).toBeNull();
});
