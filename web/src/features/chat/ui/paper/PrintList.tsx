import { useState, type ReactNode } from "react";
import { ListState } from "../../../../design/ListState.tsx";
import { momentText } from "../../../../platform/dates.ts";
import { back } from "../../../../platform/router.ts";
import { useMe } from "../../../../platform/session.ts";
import { postText } from "../../../../design/people/PersonRow.tsx";
import { t as chat } from "../../text.ts";
import { t } from "../../text.paper.ts";
import { usedBy } from "../names.ts";
import "./paper.css";

/** What has come for a list on paper. */
export interface Listed<T> {
  items: readonly T[] | null;
  /** There is more than is on the paper. */
  isCut: boolean;
  loading: boolean;
  error: unknown;
  reload: () => void;
}

interface Props<T> {
  title: string;
  /** What of it all it is. */
  part: string;
  /** Where one came from. */
  home: string;
  list: Listed<T>;
  heads: readonly string[];
  row: (item: T) => readonly ReactNode[];
  keyOf: (item: T) => string;
}

/** A list on A4: what it is, who printed it and when, and a line for each. */
export function PrintList<T>({ title, part, home, list, heads, row, keyOf }: Props<T>) {
  const me = useMe();
  const [printedAt] = useState(() => new Date());
  const { items } = list;
  return (
    <main className="print-view">
      <div className="print-tools">
        <button type="button" className="button" onClick={() => back(home)}>
          {t.back}
        </button>
        <button type="button" className="button primary" disabled={!items || items.length === 0} onClick={() => window.print()}>
          {chat.print}
        </button>
      </div>
      <header className="print-head">
        <h1>{title}</h1>
        {part !== "" && <p>{part}</p>}
        <p>
          {me.organisation.name} ・ {chat.printedBy(`${usedBy(me.person.name, me.shared?.operator)} ${postText(me.person)}`, momentText(printedAt))}
        </p>
      </header>
      <ListState loading={list.loading} error={list.error} empty={items?.length === 0} retry={list.reload}>
        <p>{t.empty}</p>
      </ListState>
      {items && items.length > 0 && (
        <>
          <p>{list.isCut ? t.countCut(items.length) : t.count(items.length)}</p>
          <table className="paper-list">
            <thead>
              <tr>
                {heads.map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {items.map((item) => (
                <tr key={keyOf(item)}>
                  {row(item).map((cell, index) => (
                    <td key={heads[index]}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </main>
  );
}
