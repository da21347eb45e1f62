/** Opens the palette by pointer, and shows its key. */
import { Search } from "lucide-react";
import css from "../shell.module.css";
import { openOverlay } from "./usePalette";

const KEY = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘ K" : "Ctrl K";

export function PaletteButton() {
  return (
    <button type="button" className={css.jump} onClick={() => openOverlay("palette")}>
      <Search size={16} strokeWidth={1.5} aria-hidden="true" />
      <span>Search or jump to…</span>
      <kbd>{KEY}</kbd>
    </button>
  );
}
