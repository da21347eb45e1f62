/** What engineers type and paste: typed text stays text, and pasted output keeps its columns. */
import { render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { PersonText } from "~/prose/PersonText";
import { partsOf } from "~/prose/pastedOutput";

const EVENT =
  '<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="VSS"/><EventID>8194</EventID></System></Event>';

/** Pasted texts, and how each is shown. */
const PASTED: [name: string, text: string][] = [
  [
    "console output",
    "Windows IP Configuration\n\n   Host Name . . . . . . . . . . . . : DESKTOP-7Q2\n   Primary Dns Suffix  . . . . . . . : acme.test\n",
  ],
  ["a prompt", "PS C:\\Users\\sam> Get-Date\n\nSaturday, 28 November 2026 10:02:11"],
  [
    "a shell",
    "sam@fs01:~$ df -h\nFilesystem      Size  Used Avail Use% Mounted on\n/dev/sda1        40G   38G  1.2G  97% /",
  ],
  ["one line of a log", "2026-11-28 10:02:11,123 ERROR [main] Writer timed out"],
  [
    "a syslog",
    "Nov 28 10:02:11 fs01 sshd[812]: Failed password\nNov 28 10:02:12 fs01 sshd[812]: Failed password",
  ],
  ["an event as XML", EVENT],
  ["XML in lines", "<unattend>\n  <settings>\n    <name>x</name>\n  </settings>\n</unattend>"],
  ["JSON", '{\n  "error": {\n    "code": "invalid_grant"\n  }\n}'],
  ["JSON in a line", '{"error":"invalid_grant","error_codes":[50076]}'],
  [
    "mail headers",
    "Received: from mx1.acme.test\nFrom: jane@acme.test\nTo: help@msp.test\nSubject: VPN\nDate: Sat, 28 Nov 2026",
  ],
  ["a table", "Name     Status   StartType\n----     ------   ---------\nVSS      Stopped  Manual"],
  [
    "a drawn table",
    "+------+-------+\n| Name | State |\n+------+-------+\n| VSS  | down  |\n+------+-------+",
  ],
  [
    "a list of properties",
    "Name        : VSS\nDisplayName : Volume Shadow Copy\nStatus      : Stopped",
  ],
  ["an indented stack trace", "   at System.IO.File.Open(String path)\n   at Backup.Run()"],
  [
    "a stack trace",
    "System.IO.IOException: The file is in use.\n   at System.IO.File.Open(String path)",
  ],
  [
    "Python's",
    'Traceback (most recent call last):\n  File "a.py", line 3, in <module>\nKeyError: 1',
  ],
  [
    "a PowerShell error",
    "Get-Item : Cannot find path\nAt line:1 char:1\n+ Get-Item x\n+ ~~~~~~~~~~\n    + CategoryInfo : ObjectNotFound",
  ],
  ["a settings file", "[mysqld]\nport=3306\nbind-address=0.0.0.0"],
  ["the registry", "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\n    Version    REG_SZ    10.0"],
  ["hexadecimal", `0x${"a1b2".repeat(60)}`],
  ["a tab-separated list", "Host\tAddress\nFS01\t10.0.0.5"],
];

test.each(PASTED)("%s is output, character for character", (_name, text) => {
  const parts = partsOf(text);
  expect(parts.filter((part) => part.kind === "output")).toHaveLength(1);
  expect(parts.map((part) => part.text).join("\n")).toContain(
    text
      .replace(/^\n+|\n+$/g, "")
      .split("\n")
      .at(-1),
  );
});

const TYPED: [name: string, text: string][] = [
  ["a sentence", "Outlook keeps asking for the password since the user got a new phone."],
  ["lines", "Hi,\nthe VPN drops.\n\nSince Monday.\n\nThanks"],
  ["a list", "Tried:\n- restart\n  - twice\n- reboot\n1. safe mode\n2. clean boot"],
  [
    "a time and an error in words",
    "At 10:02 she got an error: access denied. It says ERROR and stops.",
  ],
  ["one setting", "Set-Mailbox needs Identity=jane"],
  ["a path", "The file is in C:\\Users\\jane\\AppData and \\\\fs01\\finance"],
  [
    "an address",
    "See https://learn.microsoft.com/en-us/windows-server/a/very/long/path/that/goes/on/and/on/and/on/for/more/than/a/hundred",
  ],
  ["a smaller sign", "CPU < 50 %, and x > 3 <3"],
  ["a quote", "> It worked for five minutes\n> and then died"],
  ["marks of Markdown", "# not a heading\n**not bold** _no_ `x` [a](b) <user>"],
  ["two signs far apart", "key=value\n\n\n\n\n\n\nand some time later\n\n\n\n\n\n\nkey=value"],
];

test.each(TYPED)("%s is typed text and stays as it is", (_name, text) => {
  expect(partsOf(text)).toMatchObject([{ kind: "typed", text }]);
});

test("typed text around a paste stays typed", () => {
  const paste = "2026-11-28 10:02:11 ERROR a\n2026-11-28 10:02:12 ERROR b";
  expect(partsOf(`I see this:\n${paste}\n\nIs that bad?`)).toMatchObject([
    { kind: "typed", text: "I see this:" },
    { kind: "output", text: paste, info: "output" },
    { kind: "typed", text: "Is that bad?" },
  ]);
});

test("only fenced code is formatted, and an open fence reaches to the end", () => {
  expect(partsOf("Ran\n```powershell\n**Get-Date**\n```\nthen\n````\n```\nx")).toMatchObject([
    { kind: "typed", text: "Ran" },
    { kind: "code", text: "**Get-Date**", info: "powershell" },
    { kind: "typed", text: "then" },
    { kind: "code", text: "```\nx", info: "" },
  ]);
});

test.each([
  ["hexadecimal", "0x".padEnd(31_000, "a1b2")],
  ["dots", "1.".repeat(16_000)],
  ["dashes", "-".repeat(32_000)],
  ["blanks", `a${" ".repeat(31_000)}b`],
  ["brackets", "<a ".repeat(10_000)],
  ["quotes", `"${"a".repeat(31_000)}`],
  ["slashes", "http://".repeat(4_500)],
  ["ticks", "`".repeat(32_000)],
  ["an almost fence", `\`\`\`${" ".repeat(31_000)}\``],
  ["another almost fence", `${"~".repeat(31_000)}\``],
  ["closing brackets behind an address", `https://a.test/${")".repeat(31_000)}`],
  ["addresses of closing brackets", `https://a.test/${")".repeat(1_980)} `.repeat(16)],
  ["lines", "2026 a=b: <c>\n".repeat(2_200)],
])("32,000 characters of %s are shown at once: the work is linear", (_name, text) => {
  // Quadratic work would exceed the test's time limit.
  render(<PersonText text={text} />);
  expect(document.body.textContent).toContain(text.slice(0, 200));
});

describe("on the screen", () => {
  test("typed lines keep their line breaks, marks and direction", () => {
    const { container } = render(<PersonText text={"**one**\n  two <b>x</b>"} />);
    const bubble = container.firstElementChild;
    expect(bubble?.textContent).toBe("**one**\n  two <b>x</b>");
    expect(bubble).toHaveAttribute("dir", "auto");
    expect(bubble?.querySelector("b, strong")).toBeNull();
  });

  test("output is one block with its columns that can be scrolled and copied", async () => {
    const user = userEvent.setup();
    const { container } = render(<PersonText text={"   at A.B()\n   at C.D()"} />);
    const block = container.querySelector("pre");
    expect(block?.textContent).toBe("   at A.B()\n   at C.D()");
    expect(block).toHaveAttribute("tabindex", "0");
    await user.click(screen.getByRole("button", { name: "Copy" }));
    expect(await navigator.clipboard.readText()).toBe("   at A.B()\n   at C.D()");
  });

  test("a paste of more than twenty lines is folded, and copied as a whole", async () => {
    const user = userEvent.setup();
    const lines = Array.from({ length: 21 }, (_, n) => `2026-11-28 10:02:${n + 10} ERROR ${n}`);
    const { container } = render(<PersonText text={lines.join("\n")} />);
    const block = container.querySelector("pre");
    expect(block?.textContent?.split("\n")).toHaveLength(20);
    await user.click(screen.getByRole("button", { name: "Copy" }));
    expect(await navigator.clipboard.readText()).toBe(lines.join("\n"));
    await user.click(screen.getByRole("button", { name: "Show all 21 lines" }));
    expect(block?.textContent).toBe(lines.join("\n"));
    await user.click(screen.getByRole("button", { name: "Show the first 20 lines" }));
    expect(block?.textContent?.split("\n")).toHaveLength(20);
  });

  test("twenty lines are not folded", () => {
    render(<PersonText text={"   at A.B()\n".repeat(20).trimEnd()} />);
    expect(screen.queryByRole("button", { name: /^Show/ })).toBeNull();
  });

  test.each([
    ["see https://a.test/x.", "https://a.test/x", "https://a.test/x"],
    ["(https://a.test/x_(y))", "https://a.test/x_(y)", "https://a.test/x_(y)"],
    [
      "https://microsoft.com@evil.test/",
      "https://microsoft.com@evil.test/",
      "https://microsoft.com@evil.test/ (evil.test)",
    ],
    ["https://аpple.com/", "https://аpple.com/", "https://аpple.com/ (xn--pple-43d.com)"],
  ])("an address in %s is a link that says where it leads", (text, address, words) => {
    const { container } = render(<PersonText text={text} />);
    const link = within(container).getByRole("link");
    expect(link).toHaveAttribute("href", address);
    expect(link).toHaveAttribute("rel", "noopener noreferrer nofollow");
    expect(link).toHaveTextContent(words);
  });

  test.each(["javascript:alert(1)", "data:text/html,x", "https://", "file://fs01/x"])(
    "%s is not a link",
    (text) => {
      const { container } = render(<PersonText text={text} />);
      expect(container.querySelector("a")).toBeNull();
      expect(container.textContent).toBe(text);
    },
  );
});
