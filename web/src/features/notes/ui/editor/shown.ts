import { TextSelection } from "prosemirror-state";
import type { Id } from "../../../../platform/ids.ts";
import { rangeOf } from "./comments.ts";
import type { Editor } from "./view.ts";

/** The editors on screen, by note: a pane beside leads into the page. */
export const shown = new Map<Id, Editor>();

/** Shows a place of the page and puts the caret there; does nothing where its words are gone. */
export function showPlace(note: Id, place: string | null): void {
  const view = shown.get(note)?.view;
  const range = view && place ? rangeOf(view.state, place) : null;
  if (!view || !range) return;
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, range.from, range.to)).scrollIntoView());
  view.focus();
}
