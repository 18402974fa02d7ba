import { useState, type FormEvent } from "react";
import { focused } from "../../../../design/focus.ts";
import { belongsToInputMethod } from "../../../../platform/ime.ts";
import { t } from "../../text.annotate.ts";

interface Props {
  text: string;
  onChange: (text: string) => void;
  onPlace: () => void;
  onStop: () => void;
}

/** Where words are written that go onto the picture: a field of its own, in which the input method works as everywhere. */
export function WordsForm({ text: begun, onChange, onPlace, onStop }: Props) {
  const [text, setText] = useState(begun);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    onPlace();
  };
  return (
    <form className="annotate-words" onSubmit={onSubmit}>
      <input
        ref={focused}
        className="input"
        type="text"
        aria-label={t.text}
        placeholder={t.text}
        autoComplete="off"
        maxLength={200}
        enterKeyHint="done"
        value={text}
        onKeyDown={(event) => {
          // The Enter of a conversion places nothing.
          if (event.key === "Enter" && belongsToInputMethod(event)) event.preventDefault();
        }}
        onChange={(event) => {
          setText(event.currentTarget.value);
          onChange(event.currentTarget.value);
        }}
      />
      <button type="submit" className="button primary small">
        {t.place}
      </button>
      <button type="button" className="button small" onClick={onStop}>
        {t.stop}
      </button>
    </form>
  );
}
