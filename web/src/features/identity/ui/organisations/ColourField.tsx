import { useId } from "react";
import { Mark } from "../../../../design/Mark.tsx";
import { COLOURS, type Colour } from "../../../../platform/marks.ts";
import { t } from "../../text.organisations.ts";

interface Props {
  value: Colour;
  /** The organisation's name, as it is shown in its colour. */
  name: string;
  among?: readonly { name: string }[];
  onChange: (colour: Colour) => void;
}

/** One of the eight colours, each with its name; the browser's radio keys work. */
export function ColourField({ value, name, among = [], onChange }: Props) {
  const group = useId();
  return (
    <fieldset className="colours" aria-describedby={`${group}-hint`}>
      <legend>{t.colour}</legend>
      <p className="hint" id={`${group}-hint`}>
        {t.colourHint}
      </p>
      <div className="colour-options">
        {COLOURS.map((colour) => (
          <label key={colour} className="choice-option">
            <input type="radio" name={group} checked={colour === value} onChange={() => onChange(colour)} />
            <Mark organisation={{ name: name || t[colour], colour }} among={among} />
            <span>{t[colour]}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
