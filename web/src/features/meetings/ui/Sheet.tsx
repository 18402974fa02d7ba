import { Suspense, useCallback, useEffect, useLayoutEffect, useRef, useState, type MouseEvent } from "react";
import { Empty, Loading } from "../../../design/ListState.tsx";
import type { Id } from "../../../platform/ids.ts";
import { papers } from "../../../platform/papers.ts";
import { besideOf, type Material } from "../model.ts";
import { t } from "../text.ts";
import { Changes } from "./Changes.tsx";
import { FileSheet } from "./FileSheet.tsx";
import { Turner, useStep, type Turn } from "./turning.tsx";

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
  const { material } = props;
  if (!material) return <Bare title={t.emptyAgenda} hint={t.emptyAgendaHint} />;
  if (material.is_gone) return <Bare title={t.materialGone} hint="" />;
  return (
    <div className="meeting-sheet">
      <div className="meeting-sheet-head">
        <h2 id="meeting-sheet-title">{material.title}</h2>
        <Changes material={material} />
      </div>
      {material.note_id ? <NoteSheet {...props} material={material} /> : <FileSheet {...props} material={material} />}
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
