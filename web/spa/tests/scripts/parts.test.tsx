import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import type { ScriptParameter } from "~/api/types";
import { isTyping } from "~/keyboard/typing";
import { CodeEditor } from "~/scripts/CodeEditor";
import { CodeView } from "~/scripts/CodeView";
import { ParameterFields } from "~/scripts/ParameterFields";
import { initialValues, namesIn, sentValues } from "~/scripts/parameters";
import { codeEditor, codeIn, typeCode } from "./code";

const PRINTER = { name: "Printer", label: "Printer name", type: "text", required: true } as const;
const FORCE = { name: "Force", label: "", type: "boolean", required: false } as const;
const TOKEN = { name: "Token", label: "API token", type: "secret", required: true } as const;
const SITE = {
  name: "Site",
  label: "Site",
  type: "choice" as const,
  required: false,
  choices: ["Bern", "Basel"],
} satisfies ScriptParameter;

function Desk({ problems }: { problems?: Parameters<typeof CodeEditor>[0]["problems"] }) {
  const [code, setCode] = useState("Restart-Service {{Name}}\n");
  return (
    <CodeEditor
      label="Code"
      language="powershell"
      value={code}
      onChange={setCode}
      {...(problems && { problems })}
    />
  );
}

test("the editor shows the code, reports what is typed, and its keys are no shortcuts", async () => {
  render(<Desk />);
  const view = await codeEditor("Code");
  expect(codeIn("Code")).toBe("Restart-Service {{Name}}\n");
  expect(view.dom.querySelector(".cm-placeholder-of-value")?.textContent).toBe("{{Name}}");
  typeCode("Code", "Get-Service");
  expect(codeIn("Code")).toBe("Get-Service");
  const host = (view.dom.getRootNode() as ShadowRoot).host;
  expect(isTyping(host)).toBe(true);
  // A key that CodeMirror handled itself would keep the focus in the editor.
  const tab = new KeyboardEvent("keydown", { key: "Tab", bubbles: true, cancelable: true });
  view.contentDOM.dispatchEvent(tab);
  expect(tab.defaultPrevented).toBe(false);
});

test("a problem is underlined and says what is wrong", async () => {
  const problem = {
    line: 1,
    column: 17,
    message: "A brace is missing.",
    severity: "error",
  } as const;
  render(<Desk problems={[problem]} />);
  const view = await codeEditor("Code");
  const mark = view.dom.querySelector(".cm-problem-error");
  expect(mark).toHaveAttribute("title", "A brace is missing.");
  expect(mark?.textContent).toBe("{{Name}}");
});

test("code to read has a line for each line, and can be copied", async () => {
  const user = userEvent.setup();
  const write = vi.spyOn(navigator.clipboard, "writeText");
  render(<CodeView code={"$a = {{Name}}\nif ($a) { 'x' }\n"} language="powershell" />);
  expect(screen.getByText("PowerShell, 2 lines")).toBeVisible();
  // The colours come later and use the same elements.
  await waitFor(() => expect(screen.getByText("{{Name}}")).toHaveClass("value"));
  expect(screen.getByRole("group", { name: "Script" }).textContent).toBe(
    "$a = {{Name}}if ($a) { 'x' }",
  );
  await user.click(screen.getByRole("button", { name: "Copy" }));
  expect(write).toHaveBeenCalledWith("$a = {{Name}}\nif ($a) { 'x' }\n");
});

test("each kind of parameter has its field, and an empty one sends nothing", async () => {
  const user = userEvent.setup();
  const parameters: ScriptParameter[] = [PRINTER, FORCE, TOKEN, SITE];
  function Form() {
    const [values, setValues] = useState(() => initialValues(parameters));
    return (
      <>
        <ParameterFields
          parameters={parameters}
          values={values}
          onChange={(name, value) => setValues((now) => ({ ...now, [name]: value }))}
          wrong={{ Printer: "A printer has a name." }}
        />
        <output>{JSON.stringify(sentValues(parameters, values))}</output>
      </>
    );
  }
  render(<Form />);
  expect(screen.getByLabelText("Printer name")).toHaveAccessibleDescription(
    "A printer has a name.",
  );
  expect(screen.getByLabelText("API token")).toHaveAttribute("type", "password");
  await user.type(screen.getByLabelText("Printer name"), "PRN-02");
  await user.click(screen.getByRole("checkbox", { name: "Force" }));
  expect(screen.getByRole("status").textContent).toBe('{"Printer":"PRN-02","Force":true}');
  expect(screen.getByRole("option", { name: "Basel" })).toBeInTheDocument();
});

test("the placeholders of a body are found once each, in their order", () => {
  expect(namesIn("{{b}} {{a}} {{b}} {{1x}}")).toEqual(["b", "a"]);
});
