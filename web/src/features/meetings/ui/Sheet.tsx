import { Suspense, useCallback, useEffect, useLayoutEffect, useRef, useState, type MouseEvent, type ReactNode } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { Empty, Loading } from "../../../design/ListState.tsx";
import { Watermark } from "../../../design/Watermark.tsx";
import { useGiven } from "../../../platform/given.ts";
import type { Id } from "../../../platform/ids.ts";
import { belongsToInputMethod } from "../../../platform/ime.ts";
import { papers } from "../../../platform/papers.ts";
import { address } from "../../../platform/place.ts";
import { Link } from "../../../platform/router.ts";
import { besideOf, fileOf, wayOf, type Material } from "../model.ts";
import { t } from "../text.ts";
import { Changes } from "./Changes.tsx";

/** Turns a page forward (1) or back (-1). */
export type Turn = (by: 1 | -1) => void;

interface SheetProps {
  room: Id;
  material: Material | null;
  page: number;
  /** Where the presenter is in this material; null when they are not. */
  presenterPage: number | null;
  presents: boolean;
  /** Pages with margin notes. */
  marked: readonly number[];
  /** Is given what turns a page here, for keys; null where nothing turns. */
  onStep: (step: Turn | null) => void;
  onTurn: (page: number) => void;
  /** The texts of a note's blocks, once it is on screen. */
  onBlocks: (blocks: readonly string[]) => void;
  /** A block was chosen, to write beside it. */
  onChoose: (page: number, words: string) => void;
}

/** A material at its page. */
export function Sheet(props: SheetProps) {
  const { material, room } = props;
  if (!material) return <Bare title={t.emptyAgenda} hint={t.emptyAgendaHint} />;
  if (material.is_gone) return <Bare title={t.materialGone} hint="" />;
  return (
    <div className="meeting-sheet">
      <div className="meeting-sheet-head">
        <h2 id="meeting-sheet-title">{material.title}</h2>
        <Changes material={material} />
      </div>
      {wayOf(material) === "note" && <NoteSheet {...props} material={material} />}
      {wayOf(material) === "picture" && <PictureSheet room={room} material={material} />}
      {wayOf(material) === "elsewhere" && <FileSheet {...props} material={material} />}
    </div>
  );
}

function Bare({ title, hint }: { title: string; hint: string }) {
  return (
    <section className="meeting-sheet">
      <Empty icon="file" title={title}>
        {hint && <p>{hint}</p>}
      </Empty>
    </section>
  );
}

/** The buttons that turn a page, for fingers. */
function Turner({ onTurn, children }: { onTurn: Turn; children?: ReactNode }) {
  return (
    <div className="meeting-turner">
      <button type="button" className="button" onClick={() => onTurn(-1)}>
        <Icon name="up" size={20} />
        {t.previousPage}
      </button>
      {children}
      <button type="button" className="button" onClick={() => onTurn(1)}>
        <Icon name="down" size={20} />
        {t.nextPage}
      </button>
    </div>
  );
}

/** Gives keys what turns a page here, as long as it is on screen. */
function useStep(onStep: SheetProps["onStep"], step: Turn): void {
  const latest = useRef(step);
  useEffect(() => {
    latest.current = step;
  });
  useEffect(() => {
    onStep((by) => latest.current(by));
    return () => onStep(null);
  }, [onStep]);
}

const blocksIn = (box: HTMLElement | null): HTMLElement[] => [...(box?.querySelector("[data-blocks]")?.children ?? [])] as HTMLElement[];

/** The first block that is on screen, from 1 on. */
function firstVisible(box: HTMLElement, blocks: readonly HTMLElement[]): number {
  const top = box.getBoundingClientRect().top;
  const at = blocks.findIndex((block) => block.getBoundingClientRect().bottom > top + 8);
  return Math.max(1, at < 0 ? blocks.length : at + 1);
}

/** A note: its pages are its blocks, the one at the top of the screen being where one is. */
function NoteSheet({ material, page, marked, onStep, onTurn, onBlocks, onChoose }: SheetProps & { material: Material }) {
  const box = useRef<HTMLDivElement>(null);
  /** Where the program scrolled to: from there on it is somebody's hand. */
  const put = useRef<number | null>(null);
  const at = useRef(page);
  const [drawn, setDrawn] = useState(0);
  const onDrawn = useCallback(() => setDrawn((count) => count + 1), []);

  useLayoutEffect(() => {
    const element = box.current;
    const blocks = blocksIn(element);
    const block = blocks[Math.min(page, blocks.length) - 1];
    if (!element || !block) return;
    // Where somebody has scrolled to by themselves, the block is there already.
    if (at.current === page && put.current !== null && firstVisible(element, blocks) === page) return;
    at.current = page;
    element.scrollTop += block.getBoundingClientRect().top - element.getBoundingClientRect().top;
    put.current = element.scrollTop;
  }, [page, drawn]);

  useEffect(() => {
    if (drawn > 0) onBlocks(blocksIn(box.current).map((block) => block.textContent ?? ""));
  }, [drawn, onBlocks]);

  const marks = marked.join(" ");
  useEffect(() => {
    const places = new Set(marks.split(" ").map(Number));
    blocksIn(box.current).forEach((block, place) => block.toggleAttribute("data-margin", places.has(place + 1)));
  }, [marks, drawn]);

  const scrolled = () => {
    const element = box.current;
    if (!element || put.current === null || Math.abs(element.scrollTop - put.current) < 2) return;
    put.current = element.scrollTop;
    const now = firstVisible(element, blocksIn(element));
    if (now === at.current) return;
    at.current = now;
    onTurn(now);
  };

  const step: Turn = (by) => {
    const element = box.current;
    if (element) element.scrollTop += by * element.clientHeight * 0.9;
  };
  useStep(onStep, step);

  const choose = (event: MouseEvent<HTMLDivElement>) => {
    const place = blocksIn(box.current).findIndex((block) => block.contains(event.target as Node));
    const block = blocksIn(box.current)[place];
    if (block) onChoose(place + 1, besideOf(block.textContent ?? ""));
  };
  const Page = papers.note?.Page;
  return (
    <>
      {/* Choosing a block with the pointer is a short way: the margin stands beside the first visible one as well. */}
      <div ref={box} className="meeting-paper" role="region" aria-labelledby="meeting-sheet-title" tabIndex={0} onScroll={scrolled} onClick={choose}>
        <Suspense fallback={<Loading />}>{Page && material.note_id && <Page id={material.note_id} upto={material.upto} onDrawn={onDrawn} />}</Suspense>
      </div>
      <Turner onTurn={step} />
    </>
  );
}

function PictureSheet({ room, material }: { room: Id; material: Material }) {
  const file = fileOf(material);
  const at = file ? address(`/api/rooms/${room}/files/${file.file_id}`) : null;
  const given = useGiven(at);
  if (!file?.sheet || at === null || given === null) return null;
  return (
    <div className="meeting-picture">
      {!given && <Watermark />}
      <img src={given ? at : `${at}/view`} alt={material.title} width={file.sheet.width ?? undefined} height={file.sheet.height ?? undefined} />
    </div>
  );
}

/** A file that this screen does not draw: it opens in the program that the device has for it, and here stands which page is spoken of. */
function FileSheet({ room, material, page, presenterPage, presents, onStep, onTurn }: SheetProps & { material: Material }) {
  const file = fileOf(material);
  const at = file ? address(`/api/rooms/${room}/files/${file.file_id}`) : null;
  const given = useGiven(at);
  const [typed, setTyped] = useState<string | null>(null);
  // Presses may come faster than what they turn to is drawn.
  const turned = useRef(page);
  turned.current = page;
  const step: Turn = (by) => {
    turned.current = Math.max(1, turned.current + by);
    onTurn(turned.current);
  };
  useStep(onStep, step);
  const shown = presents ? page : (presenterPage ?? page);
  const save = () => {
    // Digits of the input method are digits.
    const wanted = Number(typed?.normalize("NFKC"));
    setTyped(null);
    if (typed !== null && Number.isInteger(wanted) && wanted >= 1 && wanted <= 20_000) onTurn(wanted);
  };
  if (!file?.sheet) return null;
  return (
    <div className="meeting-file">
      <p className="meeting-file-page" role="status">{!presents && presenterPage !== null ? t.presenterPage(shown) : t.pageOf(shown)}</p>
      <p>{given === false ? t.onlyLookedAt : t.openElsewhere}</p>
      {given === false ? (
        <Link className="button primary" href={`/rooms/${room}/files`}>
          {t.toFiles}
        </Link>
      ) : (
        <a className="button primary" href={at ?? undefined} target="_blank" rel="noopener" download={file.sheet.name}>
          <Icon name="save" size={20} />
          {t.openFile}
          <small>{file.sheet.name}</small>
        </a>
      )}
      <Turner onTurn={step}>
        <label className="meeting-page-field">
          {t.pageNumber}
          <input
            className="input"
            inputMode="numeric"
            value={typed ?? String(page)}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onBlur={save}
            onKeyDown={(event) => {
              if (event.key === "Enter" && !belongsToInputMethod(event)) save();
            }}
          />
        </label>
      </Turner>
    </div>
  );
}
