import type { Compared } from "../model.ts";
import { t } from "../text.ts";

/** Unchanged lines that are shown around what changed. */
const AROUND = 2;

/** Which lines are shown: those that changed, with some around them; null stands for those left out. */
export function shownLines(lines: readonly Compared[]): (Compared | null)[] {
  const near = lines.map((_, at) => lines.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(({ became }) => became !== "same"));
  const shown: (Compared | null)[] = [];
  lines.forEach((line, at) => {
    if (near[at]) shown.push(line);
    else if (shown.at(-1) !== null) shown.push(null);
  });
  return shown;
}

const MARKS: Record<string, string> = { item: "・", open: "☐", done: "☑", rule: "―――", file: "📎" };

/** What differs between two versions. New and gone are told by their marks and to screen readers, not by colour alone. */
export function Comparison({ lines }: { lines: readonly Compared[] }) {
  if (lines.every(({ became }) => became === "same")) return <p>{t.nothingChanged}</p>;
  return (
    <ol className="note-comparison">
      {shownLines(lines).map((line, at) =>
        line === null ? (
          <li key={at} className="note-left-out" aria-hidden="true">
            …
          </li>
        ) : (
          <li key={at} data-became={line.became} data-kind={line.kind} data-depth={Math.min(line.depth, 4)}>
            {MARKS[line.kind] && <span aria-hidden="true">{MARKS[line.kind]} </span>}
            {line.parts.map(({ became, text }, place) =>
              became === "new" ? (
                <ins key={place}>
                  <span className="visually-hidden">{t.fresh} </span>
                  {text}
                </ins>
              ) : became === "gone" ? (
                <del key={place}>
                  <span className="visually-hidden">{t.gone} </span>
                  {text}
                </del>
              ) : (
                <span key={place}>{text}</span>
              ),
            )}
          </li>
        ),
      )}
    </ol>
  );
}
