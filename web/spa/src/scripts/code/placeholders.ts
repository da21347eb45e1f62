/** The places of values, `{{name}}`, stand out from the code around them. */

import type { DecorationSet, EditorView } from "@codemirror/view";
import { Decoration, MatchDecorator, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { PLACEHOLDER } from "../parameters";

const marks = new MatchDecorator({
  regexp: new RegExp(PLACEHOLDER.source, "g"),
  decoration: Decoration.mark({ class: "cm-placeholder-of-value" }),
});

export const placeholders = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = marks.createDeco(view);
    }

    update(update: ViewUpdate) {
      this.decorations = marks.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);
