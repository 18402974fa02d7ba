import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { Dialog } from "../../../../design/Dialog.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { belongsToInputMethod } from "../../../../platform/ime.ts";
import { leavesStore } from "../../../../platform/session.ts";
import { useStore } from "../../../../platform/store.ts";
import { toast } from "../../../../platform/toast.ts";
import { chatStore } from "../../store.ts";
import { t } from "../../text.annotate.ts";
import type { Tool } from "./act.ts";
import { added, beside, changed, NOTHING, redone, removed, undone, wentOn, type History } from "./history.ts";
import { keep, keptStore, letGo } from "./kept.ts";
import { COLOUR_NAMES, nextId, WIDTHS, type Colour, type Mark, type Spot, type Width, type Words } from "./marks.ts";
import { measured, type Picture } from "./paint.ts";
import { CannotDraw, drawn, opened, type Hindrance } from "./picture.ts";
import { Stage, type StageHandle } from "./Stage.tsx";
import { coloursOf, TOOL_KEYS, toolsOf, widthsOf } from "./tools.tsx";
import { Sign } from "./signs.tsx";
import { Toolbar, type ToolItem } from "./Toolbar.tsx";
import { WordsForm } from "./WordsForm.tsx";
import "./annotate.css";

/** It is drawn beside the page, whose made ids it may not meet. */
const HELP = "annotate-help";

/** What is drawn upon, and what becomes of it. */
export interface Drawing {
  name: string;
  /** Fetches the picture. */
  bytes: () => Promise<Blob>;
  /** Under which name a drawing is kept that is neither sent nor thrown away. */
  on: string;
  /** What had been drawn when it was attached before. */
  begun?: History;
  /** What the button says that ends it. */
  finish: string;
  /** Takes the drawn picture, and says what follows once the drawing is off the screen; otherwise why there is no place for it. */
  take: (file: File, history: History) => string | (() => void);
}

const LARGER = 1.4;

/** A field has the keys that write. */
const writes = (target: EventTarget | null) => target instanceof Element && target.matches("input, textarea");

/** Draws over a picture, over everything. */
export function Editor({ drawing, close }: { drawing: Drawing; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const stage = useRef<StageHandle>(null);
  const [picture, setPicture] = useState<Picture | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [first] = useState(() => keptStore.get()[drawing.on] ?? drawing.begun ?? NOTHING);
  const [wasKept] = useState(() => drawing.on in keptStore.get());
  const [history, setHistory] = useState(first);
  const [tool, setTool] = useState<Tool>("pen");
  const [colour, setColour] = useState<Colour>("red");
  const [width, setWidth] = useState<Width>(1);
  const [selected, setSelected] = useState<number | null>(null);
  const [writing, setWriting] = useState<Words | null>(null);
  const [said, say] = useState("");
  const [asking, setAsking] = useState(false);
  const [working, setWorking] = useState(false);
  const marks = history.now;
  const dirty = marks !== first.now;
  // What was attached with a drawing may lose it again.
  const nothing = marks.length === 0 && !drawing.begun && !writing?.text.trim();
  const isOpen = picture !== null;

  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  useEffect(() => {
    let there = true;
    let made: Picture | null = null;
    drawing
      .bytes()
      .catch(() => {
        throw new CannotDraw("gone");
      })
      .then(opened)
      .then((ready) => {
        made = ready;
        if (there) setPicture(ready);
        else ready.full.close();
      })
      .catch((error: unknown) => there && setFault(faultText(error)));
    return () => {
      there = false;
      made?.full.close();
    };
  }, [drawing]);
  useEffect(() => {
    if (isOpen) stage.current?.focus();
  }, [isOpen]);
  useEffect(() => {
    if (history !== first) keep(drawing.on, history);
  }, [first, history, drawing]);
  const me = useStore(chatStore, (state) => state.me);
  const whose = useRef(me);
  useEffect(() => {
    // Whoever signs out leaves nothing on the screen.
    if (me !== whose.current) close();
  }, [me, close]);

  const select = (id: number | null, among = marks) => {
    setSelected(id);
    const at = among.findIndex((mark) => mark.id === id);
    const mark = among[at];
    if (mark) say(t.chosen(t[mark.kind], t[mark.colour], at + 1, among.length));
    else if (selected !== null) say(t.noneChosen);
  };
  const put = (next: History) => {
    setHistory(next);
    if (!next.now.some(({ id }) => id === selected)) setSelected(null);
  };
  const add = (mark: Mark) => {
    setHistory((now) => added(now, mark));
    say(t.added(t[mark.kind], marks.length + 1));
  };
  const takeTool = (next: Tool) => {
    stage.current?.stop();
    if (writing) placeWords();
    setTool(next);
    if (next !== "choose") setSelected(null);
    // What was drawn last is what somebody wants to move.
    else if (selected === null && marks.length > 0) return select(marks.at(-1)?.id ?? null);
    say(`${t[next]}: ${t[`${next}Hint`]}`);
  };
  const restyle = (style: { colour?: Colour; width?: Width }) => {
    if (style.colour) setColour(style.colour);
    if (style.width !== undefined) setWidth(style.width);
    say([style.colour && t[style.colour], style.width !== undefined && t[`width${style.width}`]].filter(Boolean).join(" "));
    if (writing) return setWriting(asWritten({ ...writing, ...style }));
    const mark = marks.find(({ id }) => id === selected);
    if (mark) put(changed(history, asWritten({ ...mark, ...style })));
  };
  const asWritten = <M extends Mark>(mark: M): M => (mark.kind === "words" && picture ? { ...mark, size: measured(mark.text, mark.width, picture) } : mark);
  const remove = () => {
    const mark = marks.find(({ id }) => id === selected);
    if (!mark) return;
    put(removed(history, mark.id));
    say(t.removed(t[mark.kind]));
  };
  const undo = () => {
    const next = undone(history);
    put(next);
    say(t.undoneNow(next.now.length));
  };
  const redo = () => {
    const next = redone(history);
    put(next);
    say(t.redoneNow(next.now.length));
  };
  const chooseBeside = (by: 1 | -1) => {
    setTool("choose");
    select(beside(marks, selected, by)?.id ?? null);
  };

  const write = (at: Spot) => picture && setWriting((now) => now ? { ...now, at } : { id: nextId(marks), kind: "words", at, text: "", colour, width, size: measured("", width, picture) });
  /** What is drawn, the words among it that somebody still writes. */
  const written = (): History => {
    if (!writing) return history;
    const done = asWritten({ ...writing, text: writing.text.trim() });
    if (done.text === "") return removed(history, done.id);
    return marks.some(({ id }) => id === done.id) ? changed(history, done) : added(history, done);
  };
  const placeWords = () => {
    const next = written();
    put(next);
    setWriting(null);
    stage.current?.focus();
    if (next.now.length > marks.length) say(t.added(t.words, next.now.length));
  };
  const stopWriting = () => {
    setWriting(null);
    stage.current?.focus();
  };
  const nudge = useRef<readonly Mark[] | null>(null);
  const change = (mark: Mark, nudged: boolean) => {
    const next = nudged && nudge.current === marks ? wentOn(history, mark) : changed(history, mark);
    nudge.current = nudged ? next.now : null;
    put(next);
  };

  const leave = () => {
    if (dirty || writing?.text.trim()) {
      if (writing) placeWords();
      return setAsking(true);
    }
    if (!wasKept) letGo(drawing.on);
    close();
  };
  const escape = () => {
    if (working) return;
    // Words that were written stay, as a mark that can be taken back.
    if (writing?.text.trim()) placeWords();
    else if (writing) stopWriting();
    else if (stage.current?.stop()) return;
    else if (selected !== null) select(null);
    else leave();
  };
  const finish = async () => {
    if (!picture || working || nothing) return;
    const done = written();
    const leaves = leavesStore.get();
    if (writing) placeWords();
    setWorking(true);
    setFault(null);
    try {
      const words = done.now.flatMap((mark) => (mark.kind === "words" ? [mark.text] : []));
      if (words.length > 0 && !(await (await import("../guard/ask.tsx")).clear(words))) return setFault(t.number);
      const file = await drawn(picture, done.now, drawing.name, t.saidInName);
      // Whoever left the screen meanwhile attaches nothing to what the next person writes.
      if (leavesStore.get() !== leaves || chatStore.get().me !== whose.current) return;
      const then = drawing.take(file, done);
      if (typeof then === "string") return setFault(then);
      letGo(drawing.on);
      close();
      then();
    } catch (error) {
      setFault(faultText(error));
    } finally {
      setWorking(false);
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const isTheirs = belongsToInputMethod(event);
    if (event.key === "Escape") {
      // Left to the browser, a second Escape would close without asking.
      event.preventDefault();
      if (!isTheirs) escape();
      return;
    }
    if (isTheirs || event.altKey || writes(event.target) || !isOpen || working) return;
    const key = event.key.toLowerCase();
    const command = event.ctrlKey || event.metaKey;
    if (command) {
      if (key === "z") (event.shiftKey ? redo : undo)();
      else if (key === "y") redo();
      else if (key === "enter") void finish();
      else return;
    } else if (key === "delete" || key === "backspace") remove();
    else if (key === "." || key === ",") chooseBeside(key === "." ? 1 : -1);
    else if (key === "+" || key === "=") stage.current?.zoom(LARGER);
    else if (key === "-") stage.current?.zoom(1 / LARGER);
    else if (key === "0") stage.current?.whole();
    else if (TOOL_KEYS[key]) takeTool(TOOL_KEYS[key]);
    else if (/^[1-5]$/.test(key)) restyle({ colour: COLOUR_NAMES[Number(key) - 1] });
    else if (/^[6-8]$/.test(key)) restyle({ width: WIDTHS[Number(key) - 6] });
    else return;
    event.preventDefault();
  };

  const acts: ToolItem[] = [
    { key: "undo", label: t.undo, keys: "Control+Z", disabled: history.past.length === 0, sign: <Sign name="undo" />, run: undo },
    { key: "redo", label: t.redo, keys: "Control+Y", disabled: history.future.length === 0, sign: <Sign name="redo" />, run: redo },
    { key: "next", label: t.next, keys: ".", disabled: marks.length === 0, sign: <Sign name="next" />, run: () => chooseBeside(1) },
    { key: "remove", label: t.remove, keys: "Delete", disabled: selected === null, sign: <Icon name="trash" />, run: remove },
    { key: "smaller", label: t.smaller, keys: "-", sign: <span aria-hidden="true">−</span>, run: () => stage.current?.zoom(1 / LARGER) },
    { key: "larger", label: t.larger, keys: "+", sign: <span aria-hidden="true">＋</span>, run: () => stage.current?.zoom(LARGER) },
    { key: "whole", label: t.whole, keys: "0", sign: <Sign name="whole" />, run: () => stage.current?.whole() },
  ];
  const shown = writing ? [...marks.filter(({ id }) => id !== writing.id), writing] : marks;
  return (
    <>
      <dialog
        ref={dialog}
        className="whole-screen annotate"
        aria-label={t.drawOn(drawing.name)}
        onKeyDown={(event) => onKeyDown(event as unknown as KeyboardEvent)}
        onCancel={(event) => {
          event.preventDefault();
          escape();
        }}
        onClose={close}
      >
        <header>
          <button type="button" className="icon-button" aria-label={t.close} title={t.close} disabled={working} onClick={leave}>
            <Icon name="close" />
          </button>
          <h2>{t.drawOn(drawing.name)}</h2>
          {isOpen && (
            <button type="button" className="button primary small" aria-keyshortcuts="Control+Enter" disabled={nothing || working} onClick={() => void finish()}>
              {working ? t.working : drawing.finish}
            </button>
          )}
        </header>
        {fault && (
          <p className="annotate-fault" role="alert">
            {fault}
          </p>
        )}
        {picture ? (
          <>
            <Stage
              handle={stage}
              picture={picture}
              marks={shown}
              tool={tool}
              colour={colour}
              width={width}
              selected={selected}
              label={t.stage(marks.length)}
              helpId={HELP}
              onSelect={(id) => select(id)}
              onAdd={add}
              onChange={change}
              onWrite={write}
              onRewrite={setWriting}
              onPlace={(across, down) => say(t.at(across, down))}
              onBegun={() => say(t.begun(t[tool]))}
            />
            <footer>
              {writing && <WordsForm key={`${writing.id} ${writing.at.x} ${writing.at.y}`} text={writing.text} onChange={(text) => setWriting((now) => now && asWritten({ ...now, text }))} onPlace={placeWords} onStop={stopWriting} />}
              <p className="annotate-hint">
                <b>{t[tool]}</b> {t[`${tool}Hint`]}
              </p>
              <div className="annotate-bars">
                <Toolbar label={t.tools} items={toolsOf(tool, takeTool)} />
                <Toolbar label={t.colours} items={coloursOf(writing?.colour ?? colour, (next) => restyle({ colour: next }))} />
                <Toolbar label={t.widths} items={widthsOf(writing?.width ?? width, (next) => restyle({ width: next }))} />
                <Toolbar label={t.acts} items={acts} />
              </div>
            </footer>
            <p id={HELP} hidden>
              {t.help}
            </p>
          </>
        ) : (
          !fault && <p className="annotate-note">{t.loading}</p>
        )}
        {/* What lies behind a dialog is not read out: it says things itself. */}
        <p className="visually-hidden" role="status">
          {said}
        </p>
      </dialog>
      {asking && (
        <Dialog
          title={t.askTitle}
          width="small"
          insists
          onClose={() => setAsking(false)}
          actions={
            <>
              <button type="button" className="button" onClick={() => setAsking(false)}>
                {t.back}
              </button>
              <button
                type="button"
                className="button danger"
                onClick={() => {
                  letGo(drawing.on);
                  close();
                }}
              >
                {t.throwAway}
              </button>
              <button
                type="button"
                className="button primary"
                onClick={() => {
                  toast(t.keptToast);
                  close();
                }}
              >
                {t.keepAndClose}
              </button>
            </>
          }
        >
          <p>{t.askText}</p>
        </Dialog>
      )}
    </>
  );
}

function faultText(error: unknown): string {
  const why: Hindrance = error instanceof CannotDraw ? error.why : "memory";
  return t[why];
}
