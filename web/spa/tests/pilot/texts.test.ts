import { expect, test } from "vitest";
import { commandsFor, commandWithWords } from "~/pilot/composer/commands";
import { languageOf } from "~/pilot/details/script/language";
import { chipText } from "~/pilot/suggested/chipText";

test.each([
  ["Check shadow storage size", "Check shadow storage size"],
  ["Ask for the event log, because it names the writer", "Ask for the event…"],
  ["Restart VSS. Then run the job again", "Restart VSS"],
  ["Look at D: first", "Look at D"],
])("the step %j is the chip %j", (step, chip) => {
  expect(chipText(step)).toBe(chip);
});

const ACTIONS = ["escalate", "conclude", "note"].map((id) => ({ id, label: id, run: () => {} }));

test.each([
  ["/", ["escalate", "conclude", "note"]],
  ["/NO", ["note"]],
  ["/x", null],
  ["/etc/hosts", null],
  ["/note it", null],
  ["see /note", null],
])("%j means the commands %j", (text, ids) => {
  expect(commandsFor(text, ACTIONS)?.map(({ id }) => id) ?? null).toEqual(ids);
});

test("only a known command takes the text after it", () => {
  expect(commandWithWords("/note it rebooted\ntwice", ACTIONS)).toMatchObject({
    action: { id: "note" },
    words: "it rebooted\ntwice",
  });
  expect(commandWithWords("/etc/hosts is empty", ACTIONS)).toBeNull();
});

test.each([
  ["Get-Process OUTLOOK", "powershell"],
  ["#!/bin/bash\nsystemctl restart cups", "bash"],
  ["@echo off\nnet stop spooler", "batch"],
  ["import os\nprint(os.name)", "python"],
])("the script %j is %s", (code, language) => {
  expect(languageOf(code)).toBe(language);
});
