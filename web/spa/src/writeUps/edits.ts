/** What a user changed in drafted sections. A draft that arrives later never replaces it; it is offered beside it. */

export interface Edit {
  text: string;
  /** The section's draft when the user began to change it. */
  base: string;
}

export type Edits<Name extends string> = Partial<Record<Name, Edit>>;

export type Drafted<Name extends string> = Partial<Record<Name, string>>;

export interface ShownSection {
  text: string;
  isEdited: boolean;
  /** A draft that arrived after somebody had begun to change the section. */
  newer: string | null;
}

/** The drafted sections, and the draft beside them if a person edited them earlier. */
export interface Source<Name extends string> {
  drafted: Drafted<Name>;
  beside?: Drafted<Name> | null;
}

export function sectionOf<Name extends string>(
  name: Name,
  { drafted, beside }: Source<Name>,
  edits: Edits<Name>,
): ShownSection {
  const draft = drafted[name] ?? "";
  const edit = edits[name];
  const text = edit?.text ?? draft;
  const arrived = edit && draft !== edit.base ? draft : (beside?.[name] ?? "");
  const newer = arrived !== "" && arrived !== text ? arrived : null;
  return { text, isEdited: edit !== undefined, newer };
}

/** A section that reads like its draft again counts as not edited. */
export function withEdit<Name extends string>(
  name: Name,
  text: string,
  { drafted }: Source<Name>,
  edits: Edits<Name>,
): Edits<Name> {
  const draft = drafted[name] ?? "";
  if (text === draft) return withoutEdit(name, edits);
  return { ...edits, [name]: { text, base: edits[name]?.base ?? draft } };
}

function withoutEdit<Name extends string>(name: Name, edits: Edits<Name>): Edits<Name> {
  const { [name]: _, ...others } = edits;
  return others as Edits<Name>;
}

export function hasEdits<Name extends string>(edits: Edits<Name>): boolean {
  return Object.keys(edits).length > 0;
}
