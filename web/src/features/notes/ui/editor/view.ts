import { EditorState, Plugin, type Command } from "prosemirror-state";
import { tableEditing } from "prosemirror-tables";
import { Decoration, DecorationSet, EditorView } from "prosemirror-view";
import { initProseMirrorDoc, yCursorPlugin, ySyncPlugin, ySyncPluginKey, yUndoPlugin } from "y-prosemirror";
import { toast } from "../../../../platform/toast.ts";
import { faultOf, ROOT, schema } from "../../model.schema.ts";
import type { Comment } from "../../model.ts";
import type { Paper } from "../../sync.ts";
import { t } from "../../text.ts";
import type { Id } from "../../../../platform/ids.ts";
import { keepCaret } from "./caret.ts";
import { commentMarks } from "./comments.ts";
import { checkItem, type NameOf } from "./checks.ts";
import { bringTo, fileDrops, fileView } from "./files.ts";
import type { Hands } from "./hands.ts";
import { keys, signs } from "./keys.ts";

interface Options {
  note: Id;
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
  note: Id;
  view: EditorView;
  run(command: Command): void;
  /** Puts words in behind the block in which the caret stands; whether the page has room for them. */
  insert(words: string): boolean;
  /** Brings files to where the caret stands. */
  bring(files: readonly File[]): void;
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

/** Keeps what somebody does from making a page that the server would not take: it is not done, and said. What others did is there already. */
function bounds(): Plugin {
  return new Plugin({
    filterTransaction(transaction, { doc }) {
      if (!transaction.docChanged || transaction.getMeta(ySyncPluginKey)) return true;
      const fault = faultOf(transaction.doc);
      // What is beyond the bounds already may become less.
      if (!fault || (faultOf(doc) === fault && transaction.doc.content.size < doc.content.size)) return true;
      toast(t.fault(fault), "error");
      return false;
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
export function createEditor(place: HTMLElement, { note, paper, hands, title, editable, nameOf, changed, comments, pressed, leave }: Options): Editor {
  const fragment = paper.doc.getXmlFragment(ROOT);
  const { doc, mapping } = initProseMirrorDoc(fragment, schema);
  const plugins = [
    ySyncPlugin(fragment, { mapping }),
    yCursorPlugin(hands.awareness, { cursorBuilder: caret, selectionBuilder: (user: { hand: number }) => ({ class: `note-chosen hand-${user.hand}` }) }),
    yUndoPlugin(),
    signs(),
    ...keys(leave, note),
    fileDrops(note),
    tableEditing(),
    commentMarks(comments, pressed),
    hint(),
    bounds(),
  ];
  const view = new EditorView(place, {
    state: EditorState.create({ schema, doc, plugins }),
    editable: () => editable,
    attributes: { role: "textbox", "aria-multiline": "true", "aria-label": t.page(title), "aria-describedby": KEYS_HINT, ...(editable ? {} : { "aria-readonly": "true", tabindex: "0" }) },
    nodeViews: { check_item: checkItem(nameOf), file: fileView(note) },
    dispatchTransaction(transaction) {
      // Carets of others come a moment later, perhaps when the page is closed already.
      if (view.isDestroyed) return;
      const state = view.state.apply(transaction);
      view.updateState(state);
      changed(state);
    },
  });
  const letCaretGo = keepCaret(view, paper.doc);
  changed(view.state);
  return {
    note,
    view,
    run(command) {
      command(view.state, view.dispatch, view);
      view.focus();
    },
    insert(words) {
      // Behind what is selected, which stays, as paragraphs of their own.
      const { $to } = view.state.selection;
      const at = $to.depth === 0 ? $to.pos : $to.after(1);
      const paragraph = (line: string) => schema.node("paragraph", null, line === "" ? [] : [schema.text(line)]);
      const before = view.state.doc;
      view.dispatch(view.state.tr.insert(at, words.split("\n").map(paragraph)).scrollIntoView());
      view.focus();
      return view.state.doc !== before;
    },
    bring: (files) => bringTo(view, note, files, view.state.selection.to),
    destroy() {
      letCaretGo();
      view.destroy();
    },
  };
}
