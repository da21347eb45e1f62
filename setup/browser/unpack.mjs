// Unpacks the browser of @sparticuz/chromium into TMPDIR: the package's own way ends in the system's /tmp
// and leaves out the shared libraries unless it runs in a cloud function.
import { join } from "node:path";
import { inflate } from "@sparticuz/chromium";

const packed = join(import.meta.dirname, "node_modules", "@sparticuz", "chromium", "bin");
const parts = ["chromium.br", "fonts.tar.br", "swiftshader.tar.br", "al2023.tar.br"];
await Promise.all(parts.map((part) => inflate(join(packed, part))));
