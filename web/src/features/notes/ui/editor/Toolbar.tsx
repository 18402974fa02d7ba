import type { Command, EditorState } from "prosemirror-state";
import { forwardRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { Dialog } from "../../../../design/Dialog.tsx";
import { TextField } from "../../../../design/Field.tsx";
import { Icon, type IconName } from "../../../../design/Icon.tsx";
import { MenuButton } from "../../../../design/Menu.tsx";
import { belongsToInputMethod } from "../../../../platform/ime.ts";
import { typedLink } from "../../model.schema.ts";
import { t } from "../../text.ts";
import { placeAt } from "./comments.ts";
import { code, hasMark, heading, isInTable, levelAt, link, list, listAt, quote, redo, rule, table, tableActs, toggle, undo, type List, type Mark } from "./keys.ts";
import type { Editor } from "./view.ts";

const MARKS: readonly (readonly [Mark, ReactNode, string])[] = [
  ["strong", <b key="b">B</b>, "Ctrl+B"],
  ["em", <i key="i">I</i>, "Ctrl+I"],
  ["underline", <u key="u">U</u>, "Ctrl+U"],
  ["strike", <s key="s">S</s>, "Ctrl+Shift+X"],
  ["highlight", <mark key="m">A</mark>, "Ctrl+Shift+H"],
];
const LISTS: readonly (readonly [List, "bullet" | "ordered" | "checks", IconName, string])[] = [
  ["bullet_list", "bullet", "list", "Ctrl+Shift+8"],
  ["ordered_list", "ordered", "ordered", "Ctrl+Shift+7"],
  ["check_list", "checks", "checks", "Ctrl+Shift+9"],
];

/** Arrows move between the buttons of the bar, which is one stop for Tab. */
function step(event: KeyboardEvent<HTMLElement>): void {
  if (belongsToInputMethod(event)) return;
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>(":scope > :is(button, select)")];
  const at = stops.indexOf(document.activeElement as HTMLElement);
  const onSelect = document.activeElement instanceof HTMLSelectElement;
  const goal = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: stops.length - 1 }[event.key];
  if (goal === undefined || at < 0 || (onSelect && event.key !== "ArrowRight" && event.key !== "ArrowLeft")) return;
  event.preventDefault();
  const next = stops[(goal + stops.length) % stops.length];
  for (const stop of stops) stop.tabIndex = stop === next ? 0 : -1;
  next?.focus();
}

/** The format bar. What it shows is pressed or not as the selection is. */
export const Toolbar = forwardRef<HTMLDivElement, { editor: Editor; state: EditorState; comment: (place: string, words: string) => void; task: ((words: string) => void) | null }>(function Toolbar({ editor, state, comment, task }, ref) {
  const [linking, setLinking] = useState(false);
  const inTable = isInTable(state);
  const button = (key: string, label: string, face: ReactNode, command: Command, pressed: boolean | null, keys = "") => (
    <button
      key={key}
      type="button"
      className="tool"
      tabIndex={-1}
      aria-label={label}
      title={keys ? `${label} (${keys})` : label}
      aria-pressed={pressed ?? undefined}
      disabled={!command(state)}
      // The selection stays where it is.
      onPointerDown={(event) => event.preventDefault()}
      onClick={() => editor.run(command)}
    >
      {face}
    </button>
  );
  const tableItem = (label: string, command: Command, danger = false) => ({ label, danger, run: () => editor.run(command) });
  return (
    <>
      <div ref={ref} className="note-tools" role="toolbar" aria-label={t.toolbar} tabIndex={-1} onKeyDown={step}>
        <select
          className="tool-select"
          tabIndex={0}
          aria-label={t.block}
          value={String(levelAt(state))}
          onChange={(event) => editor.run(heading(Number(event.target.value)))}
        >
          <option value="0">{t.paragraph}</option>
          {[1, 2, 3].map((level) => (
            <option key={level} value={String(level)}>
              {t.heading(level)}
            </option>
          ))}
        </select>
        {MARKS.map(([name, face, keys]) => button(name, t[name === "link" ? "link" : name], face, toggle(name), hasMark(state, name), keys))}
        {LISTS.map(([name, word, icon, keys]) => button(name, t[word], <Icon name={icon} size={18} />, list(name), listAt(state) === name, keys))}
        <button type="button" className="tool" tabIndex={-1} aria-label={t.link} title={t.link} aria-pressed={hasMark(state, "link")} disabled={state.selection.empty} onPointerDown={(event) => event.preventDefault()} onClick={() => setLinking(true)}>
          <Icon name="link" size={18} />
        </button>
        {button("quote", t.quote, <Icon name="quote" size={18} />, quote, null)}
        {button("code", t.codeBlock, <Icon name="code" size={18} />, code, null)}
        {button("rule", t.rule, "―", rule, null)}
        {!inTable && button("table", t.table, <Icon name="columns" size={18} />, table, null)}
        {inTable && (
          <MenuButton
            label={t.tableMenu}
            icon="columns"
            className="tool"
            items={[
              tableItem(t.rowAfter, tableActs.rowAfter),
              tableItem(t.columnAfter, tableActs.columnAfter),
              tableItem(t.removeRow, tableActs.removeRow, true),
              tableItem(t.removeColumn, tableActs.removeColumn, true),
              tableItem(t.removeTable, tableActs.removeTable, true),
            ]}
          />
        )}
        <button
          type="button"
          className="tool"
          tabIndex={-1}
          aria-label={t.comment}
          title={t.comment}
          disabled={state.selection.empty}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => {
            const place = placeAt(state);
            if (place) comment(place, state.doc.textBetween(state.selection.from, state.selection.to, " ", " ").slice(0, 300));
          }}
        >
          <Icon name="chat" size={18} />
        </button>
        {task && (
          <button type="button" className="tool" tabIndex={-1} aria-label={t.makeTask} title={t.makeTask} disabled={lineOf(state) === ""} onPointerDown={(event) => event.preventDefault()} onClick={() => task(lineOf(state))}>
            <Icon name="check" size={18} />
          </button>
        )}
        {button("undo", t.undo, <Icon name="reply" size={18} />, undo, null, "Ctrl+Z")}
        {button("redo", t.redo, <span className="flipped"><Icon name="reply" size={18} /></span>, redo, null, "Ctrl+Y")}
      </div>
      {linking && <LinkDialog editor={editor} state={state} onClose={() => setLinking(false)} />}
    </>
  );
});

/** What is chosen, or the line in which the caret stands. */
function lineOf({ doc, selection }: EditorState): string {
  const chosen = doc.textBetween(selection.from, selection.to, "\n", " ").trim();
  return (chosen || selection.$from.parent.textContent.trim()).slice(0, 2000);
}

/** Asks where a link leads. */
function LinkDialog({ editor, state, onClose }: { editor: Editor; state: EditorState; onClose: () => void }) {
  const [text, setText] = useState("");
  const [bad, setBad] = useState(false);
  const has = hasMark(state, "link");
  const set = () => {
    const href = typedLink(text);
    if (href === null) return setBad(true);
    onClose();
    editor.run(link(href));
  };
  return (
    <Dialog
      title={t.link}
      width="small"
      onClose={onClose}
      actions={
        <>
          {has && (
            <button
              type="button"
              className="button"
              onClick={() => {
                onClose();
                editor.run(link(null));
              }}
            >
              {t.linkRemove}
            </button>
          )}
          <button type="submit" form="note-link" className="button primary">
            {t.linkSet}
          </button>
        </>
      }
    >
      <form
        id="note-link"
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          set();
        }}
      >
        <TextField label={t.linkTo} hint={t.linkHint} required maxLength={2000} value={text} error={bad ? t.linkBad : null} onChange={(event) => setText(event.target.value)} />
      </form>
    </Dialog>
  );
}
