import { baseKeymap, chainCommands, exitCode, setBlockType, toggleMark, wrapIn } from "prosemirror-commands";
import { inputRules, textblockTypeInputRule, wrappingInputRule } from "prosemirror-inputrules";
import { keymap } from "prosemirror-keymap";
import { liftListItem, sinkListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { Plugin, TextSelection, type Command, type EditorState } from "prosemirror-state";
import { addColumnAfter, addRowAfter, deleteColumn, deleteRow, deleteTable, goToNextCell, isInTable } from "prosemirror-tables";
import type { NodeType, ResolvedPos } from "prosemirror-model";
import { redoCommand as redo, undoCommand as undo } from "y-prosemirror";
import { belongsToInputMethod } from "../../../../platform/ime.ts";
import type { Id } from "../../../../platform/ids.ts";
import { schema } from "../../model.schema.ts";
import { deletesApart, openChosen } from "./files.ts";

const { nodes, marks } = schema;
const need = <T>(thing: T | undefined): T => {
  if (thing === undefined) throw new Error("the schema has it");
  return thing;
};
const node = (name: string) => need(nodes[name]);
const mark = (name: string) => need(marks[name]);

const LISTS = ["bullet_list", "ordered_list", "check_list"] as const;
export type List = (typeof LISTS)[number];
export type Mark = "strong" | "em" | "underline" | "strike" | "code" | "highlight" | "link";

/** The innermost node of some kinds around a place, with its depth. */
function around($pos: ResolvedPos, types: readonly NodeType[]): { type: NodeType; depth: number } | null {
  for (let depth = $pos.depth; depth > 0; depth--) {
    const { type } = $pos.node(depth);
    if (types.includes(type)) return { type, depth };
  }
  return null;
}

const itemTypes = [node("list_item"), node("check_item")];
const listTypes = LISTS.map(node);

/** In which list the selection stands. */
export function listAt(state: EditorState): List | null {
  const found = around(state.selection.$from, listTypes);
  return found ? (found.type.name as List) : null;
}

/** What sort of block the selection stands in: 0 for a paragraph, 1 to 3 for a heading. */
export function levelAt(state: EditorState): number {
  const { parent } = state.selection.$from;
  return parent.type === node("heading") ? (parent.attrs.level as number) : 0;
}

/** Whether all that is selected, or what is typed next, has a mark. */
export function hasMark(state: EditorState, name: Mark): boolean {
  const { from, $from, to, empty } = state.selection;
  const type = mark(name);
  if (empty) return !!type.isInSet(state.storedMarks ?? $from.marks());
  return state.doc.rangeHasMark(from, to, type);
}

export const toggle = (name: Mark): Command => toggleMark(mark(name));
export const heading = (level: number): Command => (level === 0 ? setBlockType(node("paragraph")) : setBlockType(node("heading"), { level }));
export const quote: Command = wrapIn(node("blockquote"));
export const code: Command = setBlockType(node("code_block"));

const ofItem = (run: (type: NodeType) => Command): Command => (state, dispatch, view) => {
  const item = around(state.selection.$from, itemTypes);
  return item ? run(item.type)(state, dispatch, view) : false;
};

export const sink = ofItem(sinkListItem);
export const lift = ofItem(liftListItem);

/** Makes a list of what is selected, makes it a list of another sort, or takes it out of the list. */
export function list(name: List): Command {
  return (state, dispatch, view) => {
    const found = around(state.selection.$from, listTypes);
    if (!found) return wrapInList(node(name))(state, dispatch, view);
    if (found.type.name === name) return lift(state, dispatch, view);
    if (dispatch) {
      const { $from } = state.selection;
      const at = $from.before(found.depth);
      const old = $from.node(found.depth);
      const item = node(name === "check_list" ? "check_item" : "list_item");
      const items = old.children.map((child) => item.create(null, child.content));
      dispatch(state.tr.replaceWith(at, at + old.nodeSize, node(name).create(null, items)).scrollIntoView());
    }
    return true;
  };
}

/** Ticks the item, or takes the tick away. */
export const tick: Command = (state, dispatch) => {
  const found = around(state.selection.$from, [node("check_item")]);
  if (!found) return false;
  const at = state.selection.$from.before(found.depth);
  const item = state.selection.$from.node(found.depth);
  dispatch?.(state.tr.setNodeAttribute(at, "checked", !item.attrs.checked));
  return true;
};

/** Puts a table of three columns in, the first row being its head. */
export const table: Command = (state, dispatch) => {
  if (isInTable(state)) return false;
  if (dispatch) {
    const cell = (name: string) => need(node(name).createAndFill() ?? undefined);
    const row = (name: string) => node("table_row").create(null, [cell(name), cell(name), cell(name)]);
    const made = node("table").create(null, [row("table_header"), row("table_cell"), row("table_cell")]);
    const tr = state.tr.replaceSelectionWith(made);
    // The caret goes into the first cell; the editor itself would put it into the last.
    const { $from } = tr.selection;
    for (let depth = $from.depth; depth > 0; depth--) {
      if ($from.node(depth).type === node("table")) tr.setSelection(TextSelection.near(tr.doc.resolve($from.start(depth))));
    }
    dispatch(tr.scrollIntoView());
  }
  return true;
};

export const rule: Command = (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(node("horizontal_rule").create()).scrollIntoView());
  return true;
};

/** Gives what is selected a link, or takes it away. */
export function link(href: string | null): Command {
  return (state, dispatch) => {
    const { from, to, empty } = state.selection;
    if (empty) return false;
    const tr = state.tr.removeMark(from, to, mark("link"));
    dispatch?.(href === null ? tr : tr.addMark(from, to, mark("link").create({ href })));
    return true;
  };
}

export const tableActs = { rowAfter: addRowAfter, columnAfter: addColumnAfter, removeRow: deleteRow, removeColumn: deleteColumn, removeTable: deleteTable };
export { isInTable, redo, undo };

const breakLine: Command = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(node("hard_break").create()).scrollIntoView());
  return true;
});

// In a table that ends, Tab adds a row, as everybody knows it from elsewhere.
const nextCell: Command = (state, dispatch, view) => {
  if (!isInTable(state)) return false;
  if (goToNextCell(1)(state, dispatch)) return true;
  if (!addRowAfter(state, dispatch)) return false;
  if (view) goToNextCell(1)(view.state, view.dispatch);
  return true;
};

/** Keys. `leave` gives the focus to what lies around the page, so that Tab, which lists and tables take, traps nobody. */
export function keys(leave: () => void, note: Id): Plugin[] {
  const away: Command = () => {
    leave();
    return true;
  };
  const split = ofItem((type) => splitListItem(type, type === node("check_item") ? { checked: false } : undefined));
  return [
    new Plugin({
      props: {
        // The Enter of a conversion makes no paragraph, whichever event the browser sends first.
        handleDOMEvents: { keydown: (view, event) => !view.composing && belongsToInputMethod(event) && event.key === "Enter" },
      },
    }),
    keymap({
      "Mod-z": undo,
      "Mod-y": redo,
      "Mod-Shift-z": redo,
      "Mod-b": toggle("strong"),
      "Mod-i": toggle("em"),
      "Mod-u": toggle("underline"),
      "Mod-Shift-x": toggle("strike"),
      "Mod-e": toggle("code"),
      "Mod-Shift-h": toggle("highlight"),
      "Mod-Alt-0": heading(0),
      "Mod-Alt-1": heading(1),
      "Mod-Alt-2": heading(2),
      "Mod-Alt-3": heading(3),
      "Mod-Shift-7": list("ordered_list"),
      "Mod-Shift-8": list("bullet_list"),
      "Mod-Shift-9": list("check_list"),
      "Mod-Enter": chainCommands(openChosen(note), tick, exitCode),
      "Shift-Enter": breakLine,
      Enter: split,
      Tab: chainCommands(nextCell, sink),
      "Shift-Tab": chainCommands((state, dispatch) => isInTable(state) && goToNextCell(-1)(state, dispatch), lift),
      Escape: away,
      Backspace: deletesApart,
      Delete: deletesApart,
    }),
    keymap(baseKeymap),
  ];
}

/** Signs at the beginning of a line, half and full width, become what they stand for. */
export function signs(): Plugin {
  return inputRules({
    rules: [
      textblockTypeInputRule(/^([#\uff03]{1,3})[ \u3000]$/, node("heading"), (match) => ({ level: (match[1] ?? "#").length })),
      wrappingInputRule(/^[-*\u30fb][ \u3000]$/, node("bullet_list")),
      wrappingInputRule(/^(\d{1,3})[.\uff0e)\uff09][ \u3000]$/, node("ordered_list"), (match) => ({ start: Number(match[1]) }), (match, list) => list.childCount + (list.attrs.start as number) === Number(match[1])),
      wrappingInputRule(/^[[\uff3b][ \u3000]?[\]\uff3d][ \u3000]$/, node("check_list")),
      wrappingInputRule(/^[>\uff1e][ \u3000]$/, node("blockquote")),
      textblockTypeInputRule(/^(```|\uff40{3})$/, node("code_block")),
    ],
  });
}
