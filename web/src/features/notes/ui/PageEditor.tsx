import type { EditorState } from "prosemirror-state";
import { Suspense, useEffect, useRef, useState } from "react";
import { copy } from "../../../design/copy.ts";
import { Confirm } from "../../../design/Dialog.tsx";
import { cards } from "../../../platform/cards.ts";
import type { Id } from "../../../platform/ids.ts";
import { navigate } from "../../../platform/router.ts";
import { isGuest } from "../../../platform/session.ts";
import { useStore } from "../../../platform/store.ts";
import { cancelAll, loadFiles } from "../actions.files.ts";
import * as api from "../api.ts";
import type { Lost } from "../model.ts";
import { commentsStore } from "../store.ts";
import { waitsForOthers } from "../sync.ts";
import { t } from "../text.ts";
import { Coming } from "./Coming.tsx";
import { CommentDialog } from "./CommentDialog.tsx";
import { look } from "./editor/comments.ts";
import { shown } from "./editor/shown.ts";
import { Toolbar } from "./editor/Toolbar.tsx";
import { createEditor, KEYS_HINT, type Editor } from "./editor/view.ts";
import type { Desk } from "./usePaper.ts";
import "./editor/editor.css";

/** The page with its format bar. */
export function PageEditor({ room, note, desk, title, writes, lost }: { room: Id; note: Id; desk: Desk; title: string; writes: boolean; lost: readonly Lost[] }) {
  const place = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const [editor, setEditor] = useState<Editor | null>(null);
  const [state, setState] = useState<EditorState | null>(null);
  const [letting, setLetting] = useState(false);
  const [commenting, setCommenting] = useState<{ place: string; words: string } | null>(null);
  // The words of which a task is being made.
  const [tasking, setTasking] = useState<string | null>(null);
  const From = isGuest() ? undefined : cards["task"]?.From;
  const name = useRef(title);
  name.current = title;
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const made = createEditor(element, {
      note,
      paper: desk.paper,
      hands: desk.hands,
      title: name.current,
      editable: writes,
      nameOf: desk.nameOf,
      changed: setState,
      comments: () => commentsStore.get()[note] ?? [],
      pressed: () => navigate(`/rooms/${room}/notes/${note}/comments`),
      leave: () => bar.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus(),
    });
    setEditor(made);
    void loadFiles(note).catch(() => undefined);
    shown.set(note, made);
    const told = commentsStore.subscribe(() => look(made.view, commentsStore.get()[note] ?? []));
    return () => {
      told();
      shown.delete(note);
      setEditor(null);
      cancelAll(note);
      made.destroy();
    };
  }, [desk, writes, note, room]);
  const refused = useStore(desk.paper.standing, (standing) => standing.refused);
  return (
    <>
      {refused && (
        <div className="note-band" role={waitsForOthers(refused) ? "status" : "alert"}>
          <p>{waitsForOthers(refused) ? t.waitsForOthers : t.refused}</p>
          <div className="note-band-acts">
            <button type="button" className="button" onClick={() => void copy(editor?.view.state.doc.textBetween(0, editor.view.state.doc.content.size, "\n", "\n") ?? "")}>
              {t.refusedCopy}
            </button>
            {!waitsForOthers(refused) && (
              <button type="button" className="button" onClick={() => setLetting(true)}>
                {t.letGo}
              </button>
            )}
          </div>
        </div>
      )}
      {letting && <Confirm title={t.letGo} text={t.letGoAsk} confirm={t.letGo} danger onConfirm={() => void desk.letGo()} onClose={() => setLetting(false)} />}
      {lost.map((words) => (
        <LostBand key={words.id} desk={desk} words={words} editor={writes ? editor : null} />
      ))}
      {writes && editor && state && <Toolbar ref={bar} editor={editor} state={state} comment={(place, words) => setCommenting({ place, words })} task={From ? setTasking : null} />}
      <Coming note={note} />
      {tasking !== null && From && (
        <Suspense>
          <From room={room} thread={null} message={null} words={tasking} source={{ kind: "note", id: note, room_id: room }} shared={false} onClose={() => setTasking(null)} />
        </Suspense>
      )}
      {commenting && <CommentDialog note={note} {...commenting} onClose={() => setCommenting(null)} />}
      <p id={KEYS_HINT} className="visually-hidden">
        {t.keysHint}
      </p>
      <div className="note-scroll">
        <div ref={place} className="note-page" />
      </div>
    </>
  );
}

/** Words of this person that went with a paragraph which somebody else removed. */
function LostBand({ desk, words, editor }: { desk: Desk; words: Lost; editor: Editor | null }) {
  // Put in, they are here twice until the server has them at their new place.
  const [putting, setPutting] = useState(false);
  const isKept = useStore(desk.paper.standing, ({ waiting, refused }) => waiting === 0 && refused === null);
  const settle = () => {
    const note = desk.around.get().note;
    desk.around.update((now) => ({ ...now, lost: now.lost.filter(({ id }) => id !== words.id) }));
    if (note) void api.settle(note.id, words.id).catch(() => undefined);
  };
  useEffect(() => {
    if (putting && isKept) settle();
  });
  if (putting) return null;
  return (
    <section className="note-band" aria-label={t.lostTitle}>
      <p>
        <strong>{t.lostTitle}</strong> {words.by ? t.lostBy(words.by.name) : t.lostAny}
      </p>
      <blockquote>{words.words}</blockquote>
      <div className="note-band-acts">
        {editor && (
          <button
            type="button"
            className="button primary"
            onClick={() => setPutting(editor.insert(words.words))}
          >
            {t.lostPut}
          </button>
        )}
        <button type="button" className="button" onClick={() => void copy(words.words)}>
          {t.lostCopy}
        </button>
        <button type="button" className="button" onClick={settle}>
          {t.lostDrop}
        </button>
      </div>
    </section>
  );
}
