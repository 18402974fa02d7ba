import { DOMSerializer, type Node } from "prosemirror-model";
import { NodeSelection, Plugin, type Command, type EditorState } from "prosemirror-state";
import type { EditorView, NodeView } from "prosemirror-view";
import { absolutePositionToRelativePosition, relativePositionToAbsolutePosition, ySyncPluginKey, yUndoPluginKey } from "y-prosemirror";
import type * as Y from "yjs";
import type { Id } from "../../../../platform/ids.ts";
import { addressOf } from "../../api.files.ts";
import { lineStore } from "../../../../platform/live.ts";
import { bringAlong, bringFiles, loadFiles, lookFor } from "../../actions.files.ts";
import { filesMeant, placedOf, type NoteFile, type Width } from "../../model.files.ts";
import { namedIn, schema } from "../../model.schema.ts";
import { filesStore } from "../../store.files.ts";
import { drawFile, viewFile } from "./fileBody.ts";

interface Sync {
  doc: Y.Doc;
  type: Y.XmlFragment;
  binding: { mapping: Map<Y.AbstractType<unknown>, never> } | null;
}

const syncOf = (state: EditorState) => ySyncPluginKey.getState(state) as Sync | undefined;
const fileType = schema.nodes.file;

/** What comes next is undone by itself, and not with what was written in the half second before. */
const apart = (state: EditorState) => (yUndoPluginKey.getState(state) as { undoManager: Y.UndoManager } | undefined)?.undoManager.stopCapturing();

/** A command that takes nothing, and has a file that is deleted next come back by itself. */
export const deletesApart: Command = (state) => {
  if (chosenFile(state)) apart(state);
  return false;
};

/** A place of the page that moves with what others write; null where the page is not shared yet. */
type Anchor = unknown;

function anchorAt(state: EditorState, at: number): Anchor {
  const sync = syncOf(state);
  return sync?.binding ? (absolutePositionToRelativePosition(at, sync.type, sync.binding.mapping) as unknown) : null;
}

/** Where an anchor is now; the end of the page where what it stood by is gone. */
function placeOf(state: EditorState, anchor: Anchor): number {
  const sync = syncOf(state);
  const at = sync?.binding && anchor ? relativePositionToAbsolutePosition(sync.doc, sync.type, anchor as Y.RelativePosition, sync.binding.mapping) : null;
  return Math.min(at ?? state.doc.content.size, state.doc.content.size);
}

/** Puts a file behind the block at a place, or in the place of an empty paragraph; null where none can stand. What comes next is written behind it. */
export function placing(state: EditorState, at: number, file: Pick<NoteFile, "id" | "name">) {
  if (!fileType) return null;
  const node = fileType.create(placedOf({ id: file.id, name: file.name }));
  const $at = state.doc.resolve(at);
  for (let depth = $at.depth; depth >= 0; depth--) {
    const parent = $at.node(depth);
    const [index, after] = [$at.index(depth), $at.indexAfter(depth)];
    if (depth < $at.depth) {
      const child = $at.node(depth + 1);
      const isEmpty = depth === $at.depth - 1 && child.type.name === "paragraph" && child.content.size === 0;
      const behind = $at.after(depth + 1);
      if (isEmpty && parent.canReplaceWith(index, index + 1, fileType)) return ended(state, $at.before(depth + 1), behind, node);
      if (parent.canReplaceWith(after, after, fileType)) return ended(state, behind, behind, node);
    } else if (parent.canReplaceWith(index, index, fileType)) return ended(state, at, at, node);
  }
  return null;
}

/** What ends with a file gets a line on which one writes on. */
function ended(state: EditorState, from: number, to: number, node: Node) {
  const tr = state.tr.replaceWith(from, to, node);
  const behind = from + node.nodeSize;
  const $behind = tr.doc.resolve(behind);
  if ($behind.nodeAfter === null) tr.insert(behind, schema.node("paragraph"));
  return { tr, behind };
}

/** Brings files to the page: each stands where the caret was when they were chosen, also if others write meanwhile. */
export function bringTo(view: EditorView, note: Id, files: readonly File[], at: number): void {
  if (files.length === 0) return;
  let anchor = anchorAt(view.state, at);
  void bringFiles(note, files, (file) => {
    if (view.isDestroyed) return;
    const made = placing(view.state, placeOf(view.state, anchor), file);
    if (!made) return;
    apart(view.state);
    view.dispatch(made.tr);
    anchor = anchorAt(view.state, Math.min(made.behind, view.state.doc.content.size));
  });
}

/** The file that is chosen in the page. */
export function chosenFile({ selection }: EditorState): Node | null {
  return selection instanceof NodeSelection && selection.node.type === fileType ? selection.node : null;
}

/** Says how wide the chosen picture is drawn, and what stands for it. */
export const setFile = (width: Width, alt: string): Command => (state, dispatch) => {
  const node = chosenFile(state);
  if (!node) return false;
  const { from } = state.selection;
  const tr = state.tr.setNodeMarkup(from, null, { ...placedOf({ ...node.attrs, width, alt }) });
  dispatch?.(tr.setSelection(NodeSelection.create(tr.doc, from)).scrollIntoView());
  return true;
};

/** Opens the chosen file. */
export const openChosen = (note: Id): Command => (state, dispatch) => {
  const node = chosenFile(state);
  if (!node) return false;
  if (dispatch) viewFile(note, String(node.attrs.id), namedIn(state.doc), filesStore.get()[note]);
  return true;
};

/** A file in the page. While it is written on a press chooses the file and two open it, as Ctrl+Enter does; else a press opens it. */
export function fileView(note: Id) {
  return (node: Node, view: EditorView): NodeView => {
    const dom = document.createElement("figure");
    dom.contentEditable = "false";
    let shown = node;
    let drawn: unknown = null;
    const draw = () => {
      const files = filesStore.get()[note];
      const id = String(shown.attrs.id);
      // Drawn anew only for what it shows: a picture does not blink because another one came.
      const now = JSON.stringify([shown.attrs, files?.[id] ?? null, files !== undefined]);
      if (now === drawn) return;
      drawn = now;
      drawFile(dom, shown.attrs, { at: (file) => addressOf(note, file), files, small: true, isStop: !view.editable, press: !view.editable, view: (file) => viewFile(note, file, namedIn(view.state.doc), filesStore.get()[note]) });
      if (files && !files[id]) lookFor(note, id);
    };
    draw();
    const files = filesStore.subscribe(draw);
    // Opened without a line, the page shows names until there is one.
    const line = lineStore.subscribe(() => {
      if (lineStore.get() === "live" && !filesStore.get()[note]) void loadFiles(note).catch(() => undefined);
    });
    return {
      dom,
      update(next) {
        if (next.type !== node.type) return false;
        shown = next;
        draw();
        return true;
      },
      stopEvent: (event) => event.target instanceof Element && event.target.closest(".note-file-act, .note-file-picture") !== null,
      ignoreMutation: () => true,
      destroy() {
        files();
        line();
      },
    };
  };
}

/** By what a page that is copied says from which note a file of it is. */
const FROM = "data-note";

/** Takes files that are dropped or pasted, and says in what is copied from which note its files are. */
export function fileDrops(note: Id): Plugin {
  const serializer = new DOMSerializer(
    {
      ...DOMSerializer.nodesFromSchema(schema),
      file: ({ attrs: { id, name, width, alt } }) => ["p", { "data-file": String(id), "data-name": String(name), "data-width": String(width), "data-alt": String(alt), [FROM]: note }, String(name)],
    },
    DOMSerializer.marksFromSchema(schema),
  );
  return new Plugin({
    props: {
      clipboardSerializer: serializer,
      transformPastedHTML(html) {
        // Read apart from the page: nothing in it runs or loads.
        for (const element of new DOMParser().parseFromString(html, "text/html").querySelectorAll<HTMLElement>(`[data-file][${FROM}]`)) {
          const [file, from] = [element.dataset.file ?? "", element.getAttribute(FROM) ?? ""];
          if (from !== note && /^[0-9a-z]{13}$/i.test(file) && /^[0-9a-z]{13}$/i.test(from)) void bringAlong(note, file, from);
        }
        return html;
      },
      handleDoubleClickOn(view, _at, node, at) {
        if (node.type !== fileType) return false;
        view.dispatch(view.state.tr.setSelection(NodeSelection.create(view.state.doc, at)));
        return openChosen(note)(view.state, view.dispatch);
      },
      handlePaste(view, event) {
        const files = filesMeant(event.clipboardData);
        if (!view.editable || files.length === 0) return false;
        bringTo(view, note, files, view.state.selection.to);
        return true;
      },
      handleDrop(view, event, _slice, moved) {
        const files = moved ? [] : [...(event.dataTransfer?.files ?? [])];
        if (!view.editable || files.length === 0) return false;
        const at = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? view.state.selection.to;
        event.preventDefault();
        bringTo(view, note, files, at);
        return true;
      },
    },
  });
}
