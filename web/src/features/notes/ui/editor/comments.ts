import { Plugin, PluginKey, type EditorState } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { absolutePositionToRelativePosition, relativePositionToAbsolutePosition, ySyncPluginKey } from "y-prosemirror";
import * as Y from "yjs";
import type { Id } from "../../../../platform/ids.ts";
import type { Comment } from "../../model.ts";
import { placeOf } from "./hands.ts";

interface Sync {
  doc: Y.Doc;
  type: Y.XmlFragment;
  binding: { mapping: Map<Y.AbstractType<unknown>, never> } | null;
}

const syncOf = (state: EditorState) => ySyncPluginKey.getState(state) as Sync | undefined;
const key = new PluginKey<DecorationSet>("comments");
const SETTLE_MS = 300;

/** The place of what is selected, as it is kept: it moves with the words. */
export function placeAt(state: EditorState): string | null {
  const sync = syncOf(state);
  if (!sync?.binding || state.selection.empty) return null;
  const { mapping } = sync.binding;
  const { from, to } = state.selection;
  const [anchor, head] = [from, to].map((at) => absolutePositionToRelativePosition(at, sync.type, mapping) as unknown);
  return JSON.stringify({ anchor, head });
}

/** Where a place is on the page now; null where its words are gone. */
export function rangeOf(state: EditorState, place: string): { from: number; to: number } | null {
  const sync = syncOf(state);
  const known = placeOf(place);
  if (!sync?.binding || !known) return null;
  const { mapping } = sync.binding;
  const [from, to] = [known.anchor, known.head].map((end) => relativePositionToAbsolutePosition(sync.doc, sync.type, Y.createRelativePositionFromJSON(end), mapping));
  const size = state.doc.content.size;
  if (from === null || to === null || from === undefined || to === undefined) return null;
  const [start, end] = [Math.min(from, to, size), Math.min(Math.max(from, to), size)];
  return end > start ? { from: start, to: end } : null;
}

function marks(state: EditorState, comments: readonly Comment[]): DecorationSet {
  const found = comments.flatMap(({ id, place, resolved_at, withdrawn_at }) => {
    const range = place && !resolved_at && !withdrawn_at ? rangeOf(state, place) : null;
    return range ? [Decoration.inline(range.from, range.to, { class: "note-commented", "data-comment": id })] : [];
  });
  return DecorationSet.create(state.doc, found);
}

/** Marks what is commented, and says which comment was pressed. */
export function commentMarks(comments: () => readonly Comment[], pressed: (id: Id) => void): Plugin {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      // Between two looks the marks move with the words.
      apply: (transaction, set) => (transaction.getMeta(key) as DecorationSet | undefined) ?? set.map(transaction.mapping, transaction.doc),
    },
    props: {
      decorations: (state) => key.getState(state),
      handleClick(_view, _at, event) {
        const id = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-comment]")?.dataset.comment : undefined;
        if (id) pressed(id);
        return false;
      },
    },
    view(view) {
      let due: ReturnType<typeof setTimeout> | null = null;
      const soon = () => {
        due ??= setTimeout(() => {
          due = null;
          look(view, comments());
        }, SETTLE_MS);
      };
      soon();
      return {
        update(_now, before) {
          if (before.doc !== view.state.doc) soon();
        },
        destroy() {
          if (due) clearTimeout(due);
        },
      };
    },
  });
}

/** Looks anew where what is commented stands. */
export function look(view: EditorView, comments: readonly Comment[]): void {
  if (view.isDestroyed || view.composing) return;
  const set = marks(view.state, comments);
  const now = key.getState(view.state);
  const told = (marked: DecorationSet | undefined) => JSON.stringify(marked?.find().map(({ from, to, spec }) => [from, to, spec as unknown]));
  if (told(set) !== told(now)) view.dispatch(view.state.tr.setMeta(key, set).setMeta("addToHistory", false));
}
