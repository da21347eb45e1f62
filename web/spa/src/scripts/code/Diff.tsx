/** Two texts side by side, what differs marked. In a shadow root, as the editor is. */
import { MergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";
import { useEffect, useEffectEvent, useRef } from "react";
import { ScrollBox } from "~/ui/ScrollBox";
import type { ScriptLanguage } from "../words";
import { replacing } from "./CodeMirrorEditor";
import css from "./code.module.css";
import { GRAMMARS } from "./languages";
import { placeholders } from "./placeholders";
import { shadowOf } from "./shadow";
import { theme } from "./theme";

export interface Side {
  /** "Version 3, Priya Nair": also the name of its code. */
  label: string;
  code: string;
}

interface DiffProps {
  language: ScriptLanguage;
  left: Side;
  right: Side;
  /** Makes the right side a text that can be changed. */
  onChange?: (code: string) => void;
}

export default function Diff({ language, left, right, onChange }: DiffProps) {
  const host = useRef<HTMLDivElement>(null);
  const type = useEffectEvent((text: string) => onChange?.(text));
  const isEditable = onChange !== undefined;
  const start = useEffectEvent((element: HTMLElement) => {
    const root = shadowOf(element);
    const typed = EditorView.updateListener.of((update) => {
      if (update.docChanged) type(update.state.doc.toString());
    });
    const common = [
      lineNumbers(),
      EditorView.lineWrapping,
      placeholders,
      theme,
      GRAMMARS[language],
    ];
    return new MergeView({
      a: { doc: left.code, extensions: [...common, ...toRead(left.label)] },
      b: {
        doc: right.code,
        extensions: [
          ...common,
          ...(isEditable ? [named(right.label), replacing, typed] : toRead(right.label)),
        ],
      },
      parent: root,
      root,
      gutter: true,
      highlightChanges: true,
      collapseUnchanged: { margin: 3, minSize: 6 },
      diffConfig: { scanLimit: 1_000, timeout: 200 },
    });
  });
  // The right side is the user's own text once it is there, so only another left side or language starts over.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above.
  useEffect(() => {
    if (!host.current) return;
    const view = start(host.current);
    return () => view.destroy();
  }, [left.code, left.label, right.label, language, isEditable ? "" : right.code]);
  return (
    <div className={css.frame}>
      <ScrollBox className={css.diff} label={`${left.label} beside ${right.label}`}>
        <div className={css.sides}>
          <span>{left.label}</span>
          <span>{right.label}</span>
        </div>
        <div ref={host} className={css.diffHost} {...(isEditable && { "data-typing": "" })} />
      </ScrollBox>
    </div>
  );
}

function named(label: string) {
  return EditorView.contentAttributes.of({
    "aria-label": label,
    tabindex: "0",
    spellcheck: "false",
    dir: "ltr",
  });
}

function toRead(label: string) {
  return [
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({
      "aria-label": label,
      tabindex: "0",
      "aria-readonly": "true",
    }),
  ];
}
