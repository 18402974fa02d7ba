import { EditorState, Plugin, type Command } from "prosemirror-state";
import { tableEditing } from "prosemirror-tables";
import { Decoration, DecorationSet, EditorView } from "prosemirror-view";
import { initProseMirrorDoc, yCursorPlugin, ySyncPlugin, yUndoPlugin } from "y-prosemirror";
import { ROOT, schema } from "../../model.schema.ts";
import type { Comment } from "../../model.ts";
import type { Paper } from "../../sync.ts";
import { t } from "../../text.ts";
import type { Id } from "../../../../platform/ids.ts";
import { commentMarks } from "./comments.ts";
import { checkItem, type NameOf } from "./checks.ts";
import type { Hands } from "./hands.ts";
import { keys, signs } from "./keys.ts";

interface Options {
  paper: Paper;
  hands: Hands;
  title: string;
  editable: boolean;
  nameOf: NameOf;
  /** Something of the page or the selection changed. */
  changed: (state: EditorState) => void;
  /** What is said beside the page. */
  comments: () => readonly Comment[];
  /** A commented place was pressed. */
  pressed: (comment: Id) => void;
  /** Gives the focus to what lies around the page. */
  leave: () => void;
}

export interface Editor {
  view: EditorView;
  run(command: Command): void;
  /** Puts words in where the caret stands. */
  insert(words: string): void;
  destroy(): void;
}

/** What tells of the keys of the page. */
export const KEYS_HINT = "note-keys-hint";

/** A word where an empty page begins, which is no part of it. */
function hint(): Plugin {
  return new Plugin({
    props: {
      decorations({ doc }) {
        const first = doc.firstChild;
        if (doc.childCount !== 1 || !first?.isTextblock || first.content.size > 0) return null;
        return DecorationSet.create(doc, [Decoration.node(0, first.nodeSize, { class: "note-hint", "data-hint": t.placeholder })]);
      },
    },
  });
}

/** Somebody's caret with their name. Its colour is a class, as our content security policy takes no style from a script. */
function caret(user: { name: string; hand: number }): HTMLElement {
  const caret = document.createElement("span");
  caret.className = `note-caret hand-${user.hand}`;
  const name = document.createElement("span");
  name.className = "note-caret-name";
  name.textContent = user.name;
  caret.append(name);
  return caret;
}

/** The page, shown and written. */
export function createEditor(place: HTMLElement, { paper, hands, title, editable, nameOf, changed, comments, pressed, leave }: Options): Editor {
  const fragment = paper.doc.getXmlFragment(ROOT);
  const { doc, mapping } = initProseMirrorDoc(fragment, schema);
  const plugins = [
    ySyncPlugin(fragment, { mapping }),
    yCursorPlugin(hands.awareness, { cursorBuilder: caret, selectionBuilder: (user: { hand: number }) => ({ class: `note-chosen hand-${user.hand}` }) }),
    yUndoPlugin(),
    signs(),
    ...keys(leave),
    tableEditing(),
    commentMarks(comments, pressed),
    hint(),
  ];
  const view = new EditorView(place, {
    state: EditorState.create({ schema, doc, plugins }),
    editable: () => editable,
    attributes: { role: "textbox", "aria-multiline": "true", "aria-label": t.page(title), "aria-describedby": KEYS_HINT, ...(editable ? {} : { "aria-readonly": "true", tabindex: "0" }) },
    nodeViews: { check_item: checkItem(nameOf) },
    dispatchTransaction(transaction) {
      const state = view.state.apply(transaction);
      view.updateState(state);
      changed(state);
    },
  });
  changed(view.state);
  return {
    view,
    run(command) {
      command(view.state, view.dispatch, view);
      view.focus();
    },
    insert(words) {
      view.dispatch(view.state.tr.insertText(words).scrollIntoView());
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}
