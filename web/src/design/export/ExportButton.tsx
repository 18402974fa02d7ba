import { useEffect, useRef, useState } from "react";
import { dayOf } from "../../platform/dates.ts";
import { problemText } from "../../platform/problems.ts";
import { toast } from "../../platform/toast.ts";
import { Dialog } from "../Dialog.tsx";
import { Icon } from "../Icon.tsx";
import { Menu } from "../Menu.tsx";
import { anchorOf, type Anchor } from "../Popover.tsx";
import { t } from "./text.ts";
import type { Cell, Format, Written } from "./write.ts";

/** A column: its title and what stands in it. */
export type Column<Row> = readonly [string, (row: Row) => Cell];

interface Props<Row> {
  /** What the list is called; so are the file and the sheet. */
  name: string;
  columns: readonly Column<Row>[];
  /** All rows that the list would show, page by page. */
  pages: () => AsyncIterable<readonly Row[]>;
  /** What the button says, where it is no list that is written. */
  label?: string;
  /** The formats that are offered. */
  formats?: readonly Format[];
}

const FORMATS: readonly Format[] = ["xlsx", "sjis", "utf8"];
/** Excel takes no more below the head, of a workbook or of a CSV. */
const MOST_ROWS = 1_048_575;
/** How long the browser may take to fetch the file from the page, in milliseconds. */
const FETCHED_WITHIN = 60_000;

/** Hands a file to the person. */
function save(written: Written, name: string): void {
  const address = URL.createObjectURL(new Blob([written.bytes as Uint8Array<ArrayBuffer>], { type: written.type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = `${name} ${dayOf(Date.now())}.${written.ending}`;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(address), FETCHED_WITHIN);
}

/** Writes a list to a file, whole and with the words of the screen, for Excel or another program. */
export function ExportButton<Row>({ name, columns, pages, label = t.export, formats = FORMATS }: Props<Row>) {
  const [anchor, setAnchor] = useState<Anchor | null>(null);
  const [read, setRead] = useState<number | null>(null);
  const [changed, setChanged] = useState<Written | null>(null);
  /** Which export the person still wants. */
  const wanted = useRef(0);
  // Whoever has left the page wants no file of it.
  useEffect(
    () => () => {
      wanted.current += 1;
    },
    [],
  );

  const stop = () => {
    wanted.current += 1;
    setRead(null);
  };

  const run = async (format: Format) => {
    wanted.current += 1;
    const mine = wanted.current;
    setRead(0);
    try {
      const rows: Cell[][] = [];
      for await (const page of pages()) {
        if (wanted.current !== mine) return;
        for (const row of page) rows.push(columns.map(([, cell]) => cell(row)));
        setRead(rows.length);
        if (rows.length > MOST_ROWS) {
          setRead(null);
          return toast(t.tooMany(MOST_ROWS), "error");
        }
      }
      const { write } = await import("./write.ts");
      if (wanted.current !== mine) return;
      setRead(null);
      if (rows.length === 0) return toast(t.nothing);
      const written = write({ head: columns.map(([title]) => title), rows }, name, format);
      save(written, name);
      toast(t.done(rows.length));
      if (written.lost.size + written.reduced.size > 0) setChanged(written);
    } catch (error) {
      if (wanted.current !== mine) return;
      setRead(null);
      toast(problemText(error), "error");
    }
  };

  return (
    <>
      <button type="button" className="button" aria-haspopup="menu" aria-expanded={anchor !== null} onClick={(event) => setAnchor(anchorOf(event.currentTarget))}>
        <Icon name="save" size={18} />
        {label}
      </button>
      {anchor && <Menu anchor={anchor} label={label} items={formats.map((format) => ({ label: t[format], run: () => void run(format) }))} onClose={() => setAnchor(null)} />}
      {read !== null && (
        <Dialog
          title={t.working}
          width="small"
          onClose={stop}
          actions={
            <button type="button" className="button" onClick={stop}>
              {t.stop}
            </button>
          }
        >
          <p role="status">{t.read(read)}</p>
        </Dialog>
      )}
      {changed && (
        <Dialog title={t.notAll} width="small" onClose={() => setChanged(null)}>
          {changed.lost.size > 0 && <Characters text={t.lost} characters={changed.lost} />}
          {changed.reduced.size > 0 && <Characters text={t.reduced} characters={changed.reduced} />}
        </Dialog>
      )}
    </>
  );
}

function Characters({ text, characters }: { text: string; characters: ReadonlySet<string> }) {
  return (
    <>
      <p>{text}</p>
      <p>{[...characters].join(" ")}</p>
    </>
  );
}
