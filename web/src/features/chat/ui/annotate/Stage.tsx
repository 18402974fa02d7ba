import { useCallback, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState, type FocusEvent, type KeyboardEvent, type PointerEvent, type Ref, type WheelEvent } from "react";
import { belongsToInputMethod } from "../../../../platform/ime.ts";
import { begun, carried, outcome, type Act, type Tool } from "./act.ts";
import { markAt } from "./hit.ts";
import { moved, stretched, unitOf, within, type Colour, type Inked, type Mark, type Size, type Spot, type Width, type Words } from "./marks.ts";
import { paintChoice, paintCursor, paintMarks, type Picture } from "./paint.ts";
import { fitting, panned, settled, showing, toPicture, zoomed, type View } from "./zoom.ts";

/** What the editor asks of the stage. */
export interface StageHandle {
  focus: () => void;
  /** Gives up what has begun; whether there was something. */
  stop: () => boolean;
  zoom: (by: number) => void;
  whole: () => void;
}

interface Props {
  handle: Ref<StageHandle>;
  picture: Picture;
  marks: readonly Mark[];
  tool: Tool;
  colour: Colour;
  width: Width;
  selected: number | null;
  label: string;
  helpId: string;
  onSelect: (id: number | null) => void;
  onAdd: (mark: Mark) => void;
  /** A mark is another now; `nudged` by an arrow key. */
  onChange: (mark: Mark, nudged: boolean) => void;
  onWrite: (at: Spot) => void;
  onRewrite: (mark: Words) => void;
  /** Where the keys have brought the place, in hundredths. */
  onPlace: (across: number, down: number) => void;
  onBegun: () => void;
}

const SLACK_PX = { touch: 20, mouse: 8, pen: 12 } as const;
const STEP_PX = 10;
const LONG_STEPS = 5;
const GAP_PX = 1.5;
const ARROWS: Record<string, Spot> = { ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 }, ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 } };
const NO_ROOM: Size = { width: 0, height: 0 };

const slackOf = (event: PointerEvent) => SLACK_PX[event.pointerType as keyof typeof SLACK_PX] ?? SLACK_PX.mouse;

/** The picture with what is drawn on it: takes what pointers, fingers and keys do. */
export function Stage({ handle, picture, marks, tool, colour, width, selected, label, helpId, onSelect, onAdd, onChange, onWrite, onRewrite, onPlace, onBegun }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [room, setRoom] = useState<Size>(NO_ROOM);
  const [view, setView] = useState<View | null>(null);
  const act = useRef<Act | null>(null);
  const fingers = useRef(new Map<number, Spot>());
  const pinching = useRef(false);
  const cursor = useRef<Spot>({ x: picture.width / 2, y: picture.height / 2 });
  const byKeys = useRef(false);
  const [, repaint] = useState(0);
  const again = useCallback(() => repaint((count) => count + 1), []);

  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    let before: Size | null = null;
    const measure = () => {
      const now = { width: element.clientWidth, height: element.clientHeight };
      const last = before;
      before = now;
      setRoom(now);
      // Whoever sees the whole picture goes on seeing it.
      setView((held) => (held && last && held.scale > fitting(picture, last).scale * 1.01 ? settled({ ...held, scale: Math.max(held.scale, fitting(picture, now).scale) }, picture, now) : fitting(picture, now)));
    };
    measure();
    const size = new ResizeObserver(measure);
    size.observe(element);
    return () => size.disconnect();
  }, [picture]);

  useLayoutEffect(() => {
    const [element, pen] = [canvas.current, canvas.current?.getContext("2d")];
    if (!element || !pen || !view || room.width === 0) return;
    const dense = window.devicePixelRatio || 1;
    const [wide, high] = [Math.round(room.width * dense), Math.round(room.height * dense)];
    if (element.width !== wide || element.height !== high) Object.assign(element, { width: wide, height: high });
    pen.setTransform(1, 0, 0, 1, 0, 0);
    pen.clearRect(0, 0, wide, high);
    const scale = view.scale * dense;
    pen.setTransform(scale, 0, 0, scale, view.x * dense, view.y * dense);
    const isNear = scale > (picture.small.width / picture.width) * 1.01;
    pen.save();
    pen.beginPath();
    pen.rect(0, 0, picture.width, picture.height);
    pen.clip();
    pen.imageSmoothingQuality = "medium";
    pen.drawImage(isNear ? picture.full : picture.small, 0, 0, picture.width, picture.height);
    const now = act.current;
    const drawing = now && "mark" in now ? now.mark : null;
    const shown = marks.map((mark) => (mark.id === drawing?.id ? drawing : mark));
    paintMarks(pen, now?.how === "draw" ? [...marks, now.mark] : shown, picture);
    pen.restore();
    const chosen = now?.how === "draw" ? undefined : shown.find(({ id }) => id === selected);
    if (chosen) paintChoice(pen, chosen, unitOf(picture), 1 / view.scale);
    if (byKeys.current && document.activeElement === place.current && !(tool === "choose" && chosen)) paintCursor(pen, cursor.current, 1 / view.scale);
  });

  // Letters come from the server, and some only now that somebody writes them.
  useEffect(() => {
    document.fonts.addEventListener("loadingdone", again);
    return () => document.fonts.removeEventListener("loadingdone", again);
  }, [again]);

  const around = (slack: number) => ({ picture, marks, colour, width, selected, slack });
  const stop = () => {
    const had = act.current !== null && act.current.how !== "pan";
    act.current = null;
    again();
    return had;
  };
  const finish = () => {
    const ended = act.current;
    act.current = null;
    again();
    if (!ended) return;
    if (ended.how === "write") return onWrite(ended.at);
    const came = outcome(ended);
    if (came && "added" in came) onAdd(came.added);
    else if (came) onChange(came.changed, false);
  };

  useImperativeHandle(handle, () => ({
    focus: () => place.current?.focus({ preventScroll: true }),
    stop,
    zoom: (by) => setView((now) => now && zoomed(now, by, byKeys.current ? { x: now.x + cursor.current.x * now.scale, y: now.y + cursor.current.y * now.scale } : { x: room.width / 2, y: room.height / 2 }, picture, room)),
    whole: () => setView(fitting(picture, room)),
  }));

  const inRoom = (event: { clientX: number; clientY: number }): Spot => {
    const box = place.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  const spotOf = (event: { clientX: number; clientY: number; pointerType?: string; pressure?: number }): Inked => {
    const spot = toPicture(view ?? { x: 0, y: 0, scale: 1 }, inRoom(event));
    // A mouse says a half, always; only a stylus knows how hard it is pressed.
    return tool === "pen" && event.pointerType === "pen" ? { ...spot, press: event.pressure } : spot;
  };

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (!view || event.button > 1) return;
    // The focus is set here: what a press opens takes it afterwards.
    event.preventDefault();
    place.current?.focus({ preventScroll: true });
    try {
      event.currentTarget.setPointerCapture(event.pointerId);
    } catch {
      // The pointer was lifted already.
    }
    byKeys.current = false;
    fingers.current.set(event.pointerId, inRoom(event));
    if (fingers.current.size > 1) {
      // A second finger means the picture: what the first one began is none.
      act.current = null;
      pinching.current = true;
      return again();
    }
    const spot = spotOf(event);
    act.current = event.button === 1 ? { how: "pan" } : begun(tool, spot, around(slackOf(event) / view.scale));
    if (tool === "choose" && event.button === 0) {
      const { current } = act;
      onSelect(current && "mark" in current ? current.mark.id : null);
    }
    again();
  };

  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    const before = fingers.current.get(event.pointerId);
    if (!view || !before) return;
    const at = inRoom(event);
    if (pinching.current) {
      const other = [...fingers.current].find(([id]) => id !== event.pointerId)?.[1];
      fingers.current.set(event.pointerId, at);
      if (!other) return;
      const middle = (one: Spot) => ({ x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 });
      const far = (one: Spot) => Math.max(1, Math.hypot(one.x - other.x, one.y - other.y));
      return setView((now) => now && zoomed(now, far(at) / far(before), middle(before), picture, room, middle(at)));
    }
    fingers.current.set(event.pointerId, at);
    if (!act.current) return;
    if (act.current.how === "pan") return setView((now) => now && panned(now, { x: at.x - before.x, y: at.y - before.y }, picture, room));
    const native = event.nativeEvent as globalThis.PointerEvent | undefined ?? (event as unknown as globalThis.PointerEvent);
    const steps = typeof native.getCoalescedEvents === "function" ? native.getCoalescedEvents() : [];
    for (const step of steps.length > 0 ? steps : [native]) act.current = carried(act.current, spotOf(step), picture, GAP_PX / view.scale);
    again();
  };

  const onPointerUp = (event: PointerEvent<HTMLDivElement>) => {
    if (!fingers.current.delete(event.pointerId)) return;
    if (pinching.current) {
      // The finger that stays draws nothing.
      if (fingers.current.size === 0) pinching.current = false;
      return;
    }
    finish();
  };
  const onPointerCancel = (event: PointerEvent<HTMLDivElement>) => {
    fingers.current.delete(event.pointerId);
    if (fingers.current.size === 0) pinching.current = false;
    stop();
  };

  const onWheel = (event: WheelEvent<HTMLDivElement>) => {
    if (!view) return;
    event.preventDefault();
    const by = event.deltaMode === 1 ? 16 : 1;
    setView(event.ctrlKey ? zoomed(view, Math.exp((-event.deltaY * by) / 300), inRoom(event), picture, room) : panned(view, { x: -event.deltaX * by, y: -event.deltaY * by }, picture, room));
  };

  const onArrow = (way: Spot, event: KeyboardEvent) => {
    if (!view) return;
    const fine = event.ctrlKey || event.metaKey;
    const chosen = tool === "choose" ? marks.find(({ id }) => id === selected) : undefined;
    const length = (fine ? 1 : STEP_PX / view.scale) * (event.shiftKey && !chosen ? LONG_STEPS : 1);
    const by = { x: way.x * length, y: way.y * length };
    if (chosen) {
      if (!event.shiftKey) onChange(moved(chosen, by, picture), true);
      else if ("from" in chosen) onChange(stretched(chosen, "to", { x: chosen.to.x + by.x, y: chosen.to.y + by.y }, picture), true);
      return;
    }
    cursor.current = within({ x: cursor.current.x + by.x, y: cursor.current.y + by.y }, picture);
    if (act.current) act.current = carried(act.current, cursor.current, picture, 0);
    setView(showing(view, cursor.current, picture, room));
    onPlace(Math.round((cursor.current.x / picture.width) * 100), Math.round((cursor.current.y / picture.height) * 100));
    again();
  };

  const onEnter = () => {
    const slack = SLACK_PX.touch / (view?.scale ?? 1);
    const chosen = tool === "choose" ? marks.find(({ id }) => id === selected) : undefined;
    if (chosen?.kind === "words") return onRewrite(chosen);
    if (tool === "choose") return onSelect(markAt(marks, cursor.current, unitOf(picture), slack)?.id ?? null);
    if (act.current) return finish();
    act.current = begun(tool, cursor.current, around(slack));
    if (tool === "words") return finish();
    again();
    onBegun();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (belongsToInputMethod(event) || event.altKey) return;
    const way = ARROWS[event.key];
    if (!way && ((event.key !== "Enter" && event.key !== " ") || event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    // The first key shows where it is.
    byKeys.current = true;
    if (way) onArrow(way, event);
    else onEnter();
  };

  const onDoubleClick = (event: { clientX: number; clientY: number }) => {
    if (!view || tool !== "choose") return;
    const mark = markAt(marks, spotOf(event), unitOf(picture), SLACK_PX.mouse / view.scale);
    if (mark?.kind === "words") onRewrite(mark);
  };

  return (
    <div
      ref={place}
      className="annotate-stage"
      data-tool={tool}
      tabIndex={0}
      role="application"
      aria-label={label}
      aria-describedby={helpId}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={onPointerCancel}
      onWheel={onWheel}
      onKeyDown={onKeyDown}
      onDoubleClick={onDoubleClick}
      onFocus={(event: FocusEvent<HTMLDivElement>) => {
        byKeys.current = event.currentTarget.matches(":focus-visible");
        again();
      }}
      onBlur={again}
    >
      <canvas ref={canvas} aria-hidden="true" />
    </div>
  );
}
