import emoji from "virtual:emoji";
import { useMemo, useState, type KeyboardEvent } from "react";
import { focused } from "../../../design/focus.ts";
import { belongsToInputMethod } from "../../../platform/ime.ts";
import { finds } from "../../../platform/reading.ts";
import { t as words } from "../text.dialogs.ts";

const SHOWN = 240;

/** All emoji, found by Japanese words (いいね, おじぎ). */
export default function EmojiPicker({ onPick }: { onPick: (emoji: string) => void }) {
  const [text, setText] = useState("");
  const [group, setGroup] = useState(0);
  const groups = [words.emojiFaces, words.emojiPeople, null, words.emojiNature, words.emojiFood, words.emojiTravel, words.emojiActivities, words.emojiObjects, words.emojiSymbols, words.emojiFlags];
  const shown = useMemo(() => (text.trim() === "" ? emoji.filter((row) => row[3] === group) : emoji.filter((row) => finds(text, [row[1], row[2]]))).slice(0, SHOWN), [text, group]);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (belongsToInputMethod(event)) return;
    const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>(".emoji-grid button")];
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    const width = 8;
    const goal = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at < 0 ? 0 : at + width, ArrowUp: at - width }[event.key];
    if (goal === undefined || (at < 0 && event.key !== "ArrowDown")) return;
    event.preventDefault();
    (buttons[goal] ?? event.currentTarget.querySelector("input"))?.focus();
  };
  return (
    <div className="emoji-picker" onKeyDown={onKeyDown}>
      <input className="input" data-first="" ref={focused} type="search" placeholder={words.searchEmoji} aria-label={words.searchEmoji} value={text} onChange={(event) => setText(event.target.value)} />
      {text.trim() === "" && (
        <div className="emoji-groups" role="group" aria-label={words.emojiGroups}>
          {groups.map((name, index) =>
            name === null ? null : (
              <button key={name} type="button" className="chip-button" aria-pressed={group === index} onClick={() => setGroup(index)}>
                {name}
              </button>
            ),
          )}
        </div>
      )}
      {shown.length === 0 && <p className="hint">{words.noEmoji}</p>}
      <div className="emoji-grid">
        {shown.map(([symbol, label]) => (
          <button key={symbol} type="button" title={label} aria-label={label} onClick={() => onPick(symbol)}>
            {symbol}
          </button>
        ))}
      </div>
    </div>
  );
}
