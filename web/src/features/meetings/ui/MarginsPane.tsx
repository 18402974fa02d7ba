import { useEffect, useId, useMemo, useRef, useState } from "react";
import { newId, type Id } from "../../../platform/ids.ts";
import { writeMargin } from "../actions.ts";
import { besideOf, marginAt, type Beside, type Margin, type Material, type Meeting } from "../model.ts";
import type { Sent } from "../sync.ts";
import { t } from "../text.ts";

const SAVE_MS = 800;
/** What could not be sent is tried again after so long. */
const AGAIN_MS = 5_000;

interface MarginsProps {
  meeting: Meeting;
  material: Material;
  /** In the order of where they stand now. */
  margins: readonly { margin: Margin; place: number }[];
  beside: Beside;
  onWritten: (margin: Margin) => void;
  onGo: (page: number) => void;
}

/** One's own margin of a material: what stands beside this place, and what one wrote elsewhere in it. */
export function MarginsPane({ meeting, material, margins, beside, onWritten, onGo }: MarginsProps) {
  const [chosen, setChosen] = useState<Id | null>(null);
  const here = marginAt(margins, beside.page, chosen);
  // Something new has an id of its own: blocks move, and what stands here today takes the place of nothing that was written here before.
  const place = `${material.id} ${beside.page} ${here?.id}`;
  const spare = useMemo(() => ({ place, id: newId() }), [place]);
  const now: Writ = { id: here?.id ?? spare.id, material, margin: here, beside };
  // Whoever is writing goes on where they began, wherever the presenter goes meanwhile.
  const [pinned, setPinned] = useState<Writ | null>(null);
  const writ = pinned ?? now;
  return (
    <aside id="meeting-margins" className="meeting-margins" aria-labelledby="meeting-margins-title">
      <h2 id="meeting-margins-title">{t.margins}</h2>
      <p>{t.marginsHint}</p>
      <Writing key={writ.id} meeting={meeting} writ={writ} onWritten={onWritten} onFocus={() => setPinned(writ)} onBlur={() => setPinned(null)} />
      {margins.length === 0 && <p>{t.noMargins}</p>}
      <ul className="meeting-margin-list">
        {margins.map(({ margin, place }) => (
          <li key={margin.id}>
            <button
              type="button"
              className="link-button"
              onClick={() => {
                setChosen(margin.id);
                onGo(place);
              }}
            >
              {margin.beside ? t.marginBeside(margin.beside) : t.goTo(place)}
            </button>
            <p>{margin.words}</p>
          </li>
        ))}
      </ul>
    </aside>
  );
}

type Standing = Sent | "saving";

/** Where somebody writes, and what stands there. */
interface Writ {
  id: Id;
  material: Material;
  margin: Margin | null;
  beside: Beside;
}

function Writing({ meeting, writ, onWritten, onFocus, onBlur }: { meeting: Meeting; writ: Writ; onWritten: (margin: Margin) => void; onFocus: () => void; onBlur: () => void }) {
  const { material, margin, beside } = writ;
  const [words, setWords] = useState(margin?.words ?? "");
  const [standing, setStanding] = useState<Standing>("saved");
  const id = useId();
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  // What stands in the margin already stays where it was written.
  const [own] = useState(() => ({ page: margin?.page ?? beside.page, beside: margin?.beside ?? (material.note_id ? besideOf(beside.words) : "") }));
  const latest = useRef(words);
  const gone = useRef(false);
  /** The last words that were handed in and not given back. */
  const asked = useRef<string | null>(words);

  const save = async () => {
    if (timer.current) clearTimeout(timer.current);
    timer.current = null;
    const now = latest.current;
    if (now === asked.current) return;
    asked.current = now;
    setStanding("saving");
    const written: Margin = { id: writ.id, meeting_id: meeting.id, meeting_title: meeting.title, material_id: material.id, material_title: material.title, page: own.page, beside: own.beside, words: now, at: new Date().toISOString() };
    onWritten(written);
    const came = await writeMargin(written);
    if (asked.current !== now) return;
    setStanding(came);
    if (came === "saved") return;
    asked.current = null;
    if (came === "waiting" && !gone.current) timer.current = setTimeout(() => void saving.current(), AGAIN_MS);
  };
  const saving = useRef(save);
  saving.current = save;
  // Whoever turns the page, or closes the meeting, has written what they wrote.
  useEffect(
    () => () => {
      gone.current = true;
      void saving.current();
    },
    [],
  );

  const label = own.beside ? t.marginBeside(own.beside) : material.note_id ? t.marginHereNote : t.marginHere(own.page);
  return (
    <div className="meeting-writing">
      <label htmlFor={id}>{label}</label>
      <textarea
        id={id}
        className="input"
        rows={5}
        maxLength={4_000}
        value={words}
        onChange={(event) => {
          latest.current = event.currentTarget.value;
          setWords(event.currentTarget.value);
          if (timer.current) clearTimeout(timer.current);
          timer.current = setTimeout(() => void saving.current(), SAVE_MS);
        }}
        onFocus={onFocus}
        onBlur={() => {
          void save();
          onBlur();
        }}
      />
      <small role="status">{standing === "saved" ? (words === "" ? "" : t.marginSaved) : { saving: t.marginSaving, waiting: t.marginUnsaved, refused: t.marginRefused }[standing]}</small>
    </div>
  );
}
