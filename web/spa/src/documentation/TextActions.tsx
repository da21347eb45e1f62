/** Takes the saved text elsewhere: the clipboard, a file, paper. */
import { Copy, Download, Printer } from "lucide-react";
import { documentationFile, type FileFormat } from "~/api/documentation";
import { copyText } from "~/lib/clipboard";
import { page } from "~/lib/page";
import { Button } from "~/ui/Button";
import { Menu, MenuItem } from "~/ui/Menu";

const FORMATS: readonly { format: FileFormat; label: string }[] = [
  { format: "md", label: "Markdown" },
  { format: "html", label: "HTML" },
  { format: "txt", label: "Plain text" },
];

const ICON = { size: 14, strokeWidth: 1.5, "aria-hidden": true } as const;

export function TextActions({ sessionId, text }: { sessionId: string; text: string }) {
  return (
    <>
      <Button look="ghost" onClick={() => void copyText(text, "Documentation")}>
        <Copy {...ICON} /> Copy
      </Button>
      <Menu
        trigger={
          <Button look="ghost">
            <Download {...ICON} /> Download
          </Button>
        }
      >
        {FORMATS.map(({ format, label }) => (
          <MenuItem
            key={format}
            onSelect={() => page.download(documentationFile(sessionId, format))}
          >
            {label}
          </MenuItem>
        ))}
      </Menu>
      <Button look="ghost" onClick={page.print}>
        <Printer {...ICON} /> Print
      </Button>
    </>
  );
}
