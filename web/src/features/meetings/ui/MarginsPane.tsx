import { useEffect, useId, useRef, useState } from "react";
import { writeMargin } from "../actions.ts";
import { besideOf, type Margin, type Material, type Meeting } from "../model.ts";
import { t } from "../text.ts";

const SAVE_MS = 800;

/** Beside what somebody writes: the page, and of a note the first words of its block. */
export interface Beside {
  page: number;
  words: string;
}

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
  const here = margins.find(({ place }) => place === beside.page)?.margin ?? null;
  const now: Writ = { key: `${material.id} ${here?.page ?? beside.page}`, material, margin: here, beside };
  // Whoever is writing goes on where they began, wherever the presenter goes meanwhile.
  const [pinned, setPinned] = useState<Writ | null>(null);
  const writ = pinned ?? now;
  return (
    <aside id="meeting-margins" className="meeting-margins" aria-labelledby="meeting-margins-title">
      <h2 id="meeting-margins-title">{t.margins}</h2>
      <p>{t.marginsHint}</p>
      <Writing key={writ.key} meeting={meeting} writ={writ} onWritten={onWritten} onFocus={() => setPinned(writ)} onBlur={() => setPinned(null)} />
      {margins.length === 0 && <p>{t.noMargins}</p>}
      <ul className="meeting-margin-list">
        {margins.map(({ margin, place }) => (
          <li key={margin.page}>
            <button type="button" className="link-button" onClick={() => onGo(place)}>
              {margin.beside ? t.marginBeside(margin.beside) : t.goTo(place)}
            </button>
            <p>{margin.words}</p>
          </li>
        ))}
      </ul>
    </aside>
  );
}

type Standing = "saved" | "saving" | "unsaved";

/** Where somebody writes, and what stands there. */
interface Writ {
  key: string;
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
  const kept = useRef(words);

  const save = async () => {
    if (timer.current) clearTimeout(timer.current);
    timer.current = null;
    const now = latest.current;
    if (now === kept.current) return;
    kept.current = now;
    setStanding("saving");
    onWritten({ meeting_id: meeting.id, meeting_title: meeting.title, material_id: material.id, material_title: material.title, page: own.page, beside: own.beside, words: now, at: new Date().toISOString() });
    const there = await writeMargin({ meeting: meeting.id, material: material.id, page: own.page, words: now, beside: own.beside });
    setStanding(there ? "saved" : "unsaved");
  };
  const saving = useRef(save);
  saving.current = save;
  // Whoever turns the page, or closes the meeting, has written what they wrote.
  useEffect(() => () => void saving.current(), []);

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
      <small role="status">{standing === "saved" ? (words === "" ? "" : t.marginSaved) : standing === "saving" ? t.marginSaving : t.marginUnsaved}</small>
    </div>
  );
}
