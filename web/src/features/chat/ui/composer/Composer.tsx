import { lazy, Suspense, useEffect, useId, useLayoutEffect, useRef, useState, type ClipboardEvent, type KeyboardEvent } from "react";
import { Avatar } from "../../../../design/Avatar.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { anchorOf, type Anchor } from "../../../../design/Popover.tsx";
import { AwayTag, OutsiderTag } from "../../../../design/people/PersonRow.tsx";
import { announce } from "../../../../platform/announce.ts";
import { belongsToInputMethod } from "../../../../platform/ime.ts";
import { lineStore } from "../../../../platform/live.ts";
import { lengthOf } from "../../../../platform/reading.ts";
import { operatorId, useMe } from "../../../../platform/session.ts";
import { useStore } from "../../../../platform/store.ts";
import { withWords } from "../../../../platform/texts.ts";
import { edit, goesOn, keepDraft, send, typing, type StreamKey } from "../../actions.ts";
import type { Care } from "../../api.outside.ts";
import { BODY_LIMIT, wordsOf, type Message, type Room } from "../../model.ts";
import { choose } from "../files/choose.ts";
import { asSent, mayLeave } from "../files/leaving.ts";
import { differs, headingsLeft, headingsStore, NO_HEADINGS, putHeadings } from "../../store.headings.ts";
import { bringingStore, NO_FILES, putFiles } from "../../store.files.ts";
import { chatStore, outbox, type Outgoing } from "../../store.ts";
import { t } from "../../text.ts";
import { wordsOfHeadings } from "../links/links.ts";
import { NoReply } from "./NoReply.tsx";
import { useAsPost } from "./asPost.ts";
import { Banner, namesIn, QuoteBanner } from "./Banner.tsx";
import { useCandidates, type Candidate } from "./candidates.ts";
import { continueList, tableBlock, toggleList, toggleMarks, type Selection } from "./editing.ts";
import { insertChosen, queryAt, toBody, type Chosen } from "./tokens.ts";

interface Props {
  stream: StreamKey;
  label: string;
  quote: Message | null;
  onQuote: (message: Message | null) => void;
  editing: Message | null;
  onEdit: (message: Message | null) => void;
}

const planTools = () => withWords(import("../later/PlanTools.tsx"));
const guard = () => withWords(import("../guard/ask.tsx"));
const outsidePart = () => withWords(import("../guard/outside.tsx"));
const PostChooser = lazy(() => import("./PostChooser.tsx"));
const Headings = lazy(() => withWords(import("../links/Headings.tsx")));
const Adding = lazy(() => import("./Adding.tsx"));
const CameraButton = lazy(() => withWords(import("../files/CameraButton.tsx")));
const bringing = () => withWords(import("../files/Bringing.tsx"));
const Bringing = lazy(bringing);

const NO_CARE: Care = { hold_seconds: 0, asks: false };
const NOBODY: Room["shared_with"] = [];
// On a phone the Enter of the keyboard makes a line; the button sends.
const touches = () => matchMedia("(pointer: coarse)").matches;
const WARN_BELOW = 500;
// Measuring the text costs a layout of the whole page; most browsers do it for themselves (composer.css).
const GROWS_BY_ITSELF = typeof CSS !== "undefined" && CSS.supports("field-sizing", "content");

/** Where messages are written. Names are shown as names while typing and become tokens when sent. */
export function Composer({ stream, label, quote, onQuote, editing, onEdit }: Props) {
  const key = stream.thread ?? stream.room;
  const { person: self, settings, leave } = useMe();
  const direct = useStore(chatStore, (state) => state.rooms[stream.room]?.kind === "direct");
  const guests = useStore(chatStore, (state) => state.rooms[stream.room]?.guest_count ?? 0) > 0 && !self.guest;
  const shared = useStore(chatStore, (state) => state.rooms[stream.room]?.shared_with ?? NOBODY);
  const as = useAsPost(stream.room);
  const area = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const draft = useStore(chatStore, (state) => state.drafts[key] ?? null);
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<Chosen[]>([]);
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState<number | null>(null);
  const [alsoToRoom, setAlsoToRoom] = useState(false);
  const [noReply, setNoReply] = useState(false);
  const unanswered = useStore(chatStore, (state) => Boolean(quote?.no_reply || (stream.thread && state.messages[stream.thread]?.no_reply)));
  const [adding, setAdding] = useState<Anchor | null>(null);
  const selection = useRef<[number, number] | null>(null);
  const kept = useRef<string | null>(null);
  const edited = useRef(false);
  const files = useStore(bringingStore, (all) => all[key] ?? NO_FILES);
  const headed = `${operatorId() ?? self.id} ${editing?.id ?? key}`;
  const headings = useStore(headingsStore, (all) => all[headed]) ?? editing?.headings ?? NO_HEADINGS;
  const picker = useRef<HTMLInputElement>(null);
  const [asking, setAsking] = useState(false);
  const [planning, setPlanning] = useState(false);
  const [PlanTools, setPlanTools] = useState<Awaited<ReturnType<typeof planTools>>["default"] | null>(null);
  // It comes along with the first words, and where there is no line it may come later: one writes without it.
  const live = useStore(lineStore, (line) => line === "live");
  const canPlan = live && text.trim() !== "";
  useEffect(() => {
    if (!PlanTools && canPlan) planTools().then((part) => setPlanTools(() => part.default), () => undefined);
  }, [PlanTools, canPlan]);
  const held = useRef(false);
  const care = useRef<Promise<Care> | null>(null);
  const query = queryAt(text, caret);
  const open = query !== null && query.start !== dismissed;
  const candidates = useCandidates(stream.room, open ? query : null);
  const listed = open && candidates.length > 0;

  const put = (next: Selection) => {
    setText(next.text);
    setCaret(next.end);
    selection.current = [next.start, next.end];
  };

  // A draft from another device, or a text given back, comes in unless somebody is typing over it.
  const leaving = useStore(outbox.entries, (entries) => entries.some((entry) => entry.stream === key && entry.content.body === wordsOf(draft?.body ?? "")));
  const draftBody = leaving ? "" : (draft?.body ?? "");
  useEffect(() => {
    if (editing || kept.current === draftBody) return;
    kept.current = draftBody;
    const named = namesIn(draftBody);
    setText(named.text);
    setChosen(named.chosen);
  }, [draftBody, editing]);

  useEffect(() => {
    if (editing) {
      const named = namesIn(editing.body);
      setChosen(named.chosen);
      put({ text: named.text, start: named.text.length, end: named.text.length });
      area.current?.focus();
      edited.current = true;
    } else if (edited.current) {
      // The text that was being written before the edit comes back.
      edited.current = false;
      kept.current = chatStore.get().drafts[key]?.body ?? "";
      const named = namesIn(kept.current);
      setText(named.text);
      setChosen(named.chosen);
    }
  }, [editing, key]);

  useEffect(() => {
    if (quote) area.current?.focus();
  }, [quote]);

  useEffect(() => {
    // Without the line and this part they stay on the disk until the next time.
    import("../files/giveBack.ts").then((part) => part.giveBackUnsent(key)).catch(() => undefined);
  }, [key]);

  useEffect(() => setActive(0), [query?.text, query?.sign]);

  useLayoutEffect(() => {
    const element = area.current;
    if (!element) return;
    if (selection.current) element.setSelectionRange(...selection.current);
    selection.current = null;
    if (GROWS_BY_ITSELF) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [text]);

  const change = (next: string) => {
    setText(next);
    setCaret(area.current?.selectionStart ?? next.length);
    if (editing) return;
    const body = toBody(next, chosen);
    kept.current = body.trim() === "" ? "" : body;
    keepDraft(stream, body, quote?.id ?? null);
    if (next !== "") typing(stream);
  };

  // Who else reads it stands where it is written, so that nobody posts to the wrong place.
  const readers = [shared.length > 0 && t.goesTo(shared.map(({ name }) => name).join(t.comma)), guests && t.guestsRead].filter(Boolean).join(" ");
  const outside = readers !== "" && !self.guest;
  useEffect(() => {
    // Without the line a message waits anyway, and can be taken back.
    care.current = outside ? outsidePart().then((part) => part.care()).catch(() => NO_CARE) : null;
  }, [outside, stream.room]);
  const length = lengthOf(text);
  const carries = !editing && files.length > 0;
  const sendable = (text.trim() !== "" || carries || (editing !== null && editing.files.length > 0)) && length <= BODY_LIMIT && as.known && (!carries || mayLeave(files, live));

  const content = (): Outgoing => ({ room_id: stream.room, body: wordsOf(toBody(text, chosen)), reply_to: quote?.id ?? null, thread: stream.thread, also_to_room: alsoToRoom, as_post: as.post, operator: operatorId(), ...(noReply && { no_reply: true }), ...(headings.length > 0 && { headings: headingsLeft(headings, text) }) });
  const empty = () => {
    kept.current = "";
    onQuote(null);
    setText("");
    setCaret(0);
    setChosen([]);
    setAlsoToRoom(false);
    setNoReply(false);
    putHeadings(headed, undefined);
    area.current?.focus();
  };

  /** Says what stood in the field when it was sent, whatever stands there by now. */
  const say = (outgoing: Outgoing, target: Message | null, cleared: Pick<Outgoing, "personal_number">, holdMs = 0) => {
    if (target) {
      const said = outgoing.headings ?? [];
      if (outgoing.body !== target.body || differs(said, target.headings)) void edit(target, outgoing.body, { ...cleared, headings: said });
      putHeadings(headed, undefined);
      onEdit(null);
      setAlsoToRoom(false);
      area.current?.focus();
    } else {
      send({ ...outgoing, ...cleared }, holdMs);
      if (outgoing.files) putFiles(key, () => NO_FILES);
      // Without the line the row says what becomes of it.
      if (lineStore.get() === "live") announce(t.sentAloud);
      empty();
    }
  };

  const submit = () => {
    if (carries && !sendable) void bringing().then((part) => part.sayWhy(files));
    if (!sendable || held.current) return;
    const outgoing: Outgoing = { ...content(), ...(carries && { files: files.map(asSent) }) };
    // Twelve digits may be a personal number: whoever means to send one is asked before, as they are about readers from outside.
    // Until then nothing else is sent or written here.
    const words = [outgoing.body, ...wordsOfHeadings(outgoing.headings)];
    const digits = (words.join("\n").match(/[0-9０-９]/g)?.length ?? 0) >= 12;
    const known = editing || lineStore.get() !== "live" ? null : care.current;
    if (!digits && !known) return say(outgoing, editing, {});
    held.current = true;
    setAsking(true);
    const ask = async (): Promise<void> => {
      const { asks, hold_seconds: hold } = (await known) ?? NO_CARE;
      if (asks && !goesOn(stream.room) && !(await outsidePart().then((part) => part.confirm(readers)))) return;
      const answer = digits ? await guard().then((part) => part.clear(words)).catch(() => ({})) : {};
      if (answer) say(outgoing, editing, answer, hold * 1000);
    };
    void ask().finally(() => {
      held.current = false;
      setAsking(false);
    });
  };

  const pick = (candidate: Candidate) => {
    if (!query) return;
    const next = insertChosen(text, query, caret, candidate);
    // What follows the name, さん for one, must not open the list again.
    setDismissed(query.start);
    setChosen((all) => [...all.filter((entry) => entry.shown !== candidate.shown), { shown: candidate.shown, token: candidate.token }]);
    put({ text: next.text, start: next.caret, end: next.caret });
    if (!editing) keepDraft(stream, toBody(next.text, [...chosen, candidate]), quote?.id ?? null);
    kept.current = toBody(next.text, [...chosen, candidate]);
    area.current?.focus();
  };

  const current = (): Selection => ({ text, start: area.current?.selectionStart ?? 0, end: area.current?.selectionEnd ?? 0 });
  const format = (change: (now: Selection) => Selection) => {
    put(change(current()));
    area.current?.focus();
  };

  const cancel = (): boolean => {
    if (editing) onEdit(null);
    else if (quote) onQuote(null);
    else return false;
    return true;
  };

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (belongsToInputMethod(event)) return;
    const command = event.ctrlKey || event.metaKey;
    if (listed) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined) {
        event.preventDefault();
        setActive((at) => (at + step + candidates.length) % candidates.length);
        return;
      }
      if ((event.key === "Enter" || event.key === "Tab") && !command) {
        const candidate = candidates[active];
        if (candidate) {
          event.preventDefault();
          pick(candidate);
          return;
        }
      }
    }
    if (event.key === "Escape") {
      if (listed && query) setDismissed(query.start);
      else if (!cancel()) return;
      event.preventDefault();
      event.stopPropagation();
    } else if (event.key === "Enter" && (command || (settings.enter_sends && !event.shiftKey && !touches()))) {
      event.preventDefault();
      submit();
    } else if (event.key === "Enter" && !event.altKey) {
      const next = continueList(current());
      if (!next) return;
      event.preventDefault();
      put(next);
      if (!editing) keepDraft(stream, toBody(next.text, chosen), quote?.id ?? null);
    } else if (command && event.key.toLowerCase() === "b") {
      event.preventDefault();
      format((now) => toggleMarks(now, "**"));
    } else if (command && event.key.toLowerCase() === "i") {
      event.preventDefault();
      format((now) => toggleMarks(now, "*"));
    } else if (command && event.shiftKey && event.key === "8") {
      event.preventDefault();
      format(toggleList);
    } else if (event.key === "ArrowUp" && text === "" && !editing) {
      const mine = lastOwn(key);
      if (!mine) return;
      event.preventDefault();
      onEdit(mine);
    }
  };

  const attach = (chosen: FileList | null) => {
    const all = [...(chosen ?? [])];
    if (all.length > 0 && !editing) void choose(key, all, () => withWords(import("../files/attach.ts")));
  };

  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    // Excel puts a picture of its cells beside them: the cells are meant.
    if (event.clipboardData.files.length > 0 && event.clipboardData.getData("text/plain") === "") {
      event.preventDefault();
      return attach(event.clipboardData.files);
    }
    const table = tableBlock(event.clipboardData.getData("text/plain"));
    if (table === null) return;
    event.preventDefault();
    const now = current();
    const before = now.start > 0 && text[now.start - 1] !== "\n" ? "\n" : "";
    // Through the browser's own command, so that Ctrl+Z takes it back.
    if (!document.execCommand("insertText", false, before + table)) {
      const at = now.start + before.length + table.length;
      put({ text: text.slice(0, now.start) + before + table + text.slice(now.end), start: at, end: at });
    }
    announce(t.tablePasted);
  };

  return (
    <>
      {/* Whoever has no mouse chooses files by the button. */}
      <div
        className="composer"
        data-editing={editing ? true : undefined}
        data-guests={guests || shared.length > 0 || undefined}
        onDragOver={(event) => event.dataTransfer.types.includes("Files") && event.preventDefault()}
        onDrop={(event) => {
          if (event.dataTransfer.files.length === 0) return;
          event.preventDefault();
          attach(event.dataTransfer.files);
        }}
      >
        {editing && <Banner icon="edit" text={t.editingMessage} onClose={() => onEdit(null)} />}
        {!editing && quote && <QuoteBanner quote={quote} onClose={() => onQuote(null)} />}
        {!editing && <NoReply asked={unanswered} chosen={noReply} onUndo={() => setNoReply(false)} />}
        {listed && (
          <ul id={`${id}-list`} role="listbox" aria-label={t.candidates} className="candidates">
            {candidates.map((candidate, index) => (
              // Keys go through the text field, which keeps the focus.
              <li
                key={candidate.key}
                id={`${id}-${candidate.key}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === active}
                ref={(element) => {
                  if (index === active) element?.scrollIntoView({ block: "nearest" });
                }}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => pick(candidate)}
              >
                {candidate.person ? <Avatar person={candidate.person} size={28} /> : <Icon name={candidate.token.startsWith("<#") ? "open" : "people"} />}
                <b>{candidate.label}</b>
                <OutsiderTag person={candidate.person} colour={shared.find(({ name }) => name === candidate.person?.unit)?.colour} />
                <AwayTag person={candidate.person} />
                <small>{candidate.detail}</small>
              </li>
            ))}
          </ul>
        )}
        {readers !== "" && (
          <p id={`${id}-guests`} className="composer-guests">
            {readers}
          </p>
        )}
        {text.includes("://") && (
          <Suspense>
            <Headings words={text} given={headings} onGive={(given) => putHeadings(headed, given)} />
          </Suspense>
        )}
        {carries && (
          <Suspense>
            <Bringing stream={key} files={files} />
          </Suspense>
        )}
        <div className="composer-box">
          <textarea
            ref={area}
            rows={1}
            value={text}
            aria-label={label}
            placeholder={label}
            aria-describedby={readers !== "" ? `${id}-guests` : undefined}
            aria-autocomplete="list"
            aria-controls={listed ? `${id}-list` : undefined}
            aria-activedescendant={listed ? `${id}-${candidates[active]?.key}` : undefined}
            enterKeyHint={settings.enter_sends && !touches() ? "send" : "enter"}
            onChange={(event) => change(event.target.value)}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
            onKeyDown={onKeyDown}
            onPaste={onPaste}
            readOnly={asking || planning}
          />
          <div className="composer-tools">
            {!editing && !self.guest && (
              <button type="button" className="icon-button small" aria-label={t.addThing} title={t.addThing} aria-haspopup="menu" aria-expanded={adding !== null} onClick={(event) => setAdding(anchorOf(event.currentTarget))}>
                <Icon name="plus" size={18} />
              </button>
            )}
            {!editing && (
              <>
                <ToolButton icon="attach" label={t.attach} onClick={() => picker.current?.click()} />
                <input
                  ref={picker}
                  type="file"
                  multiple
                  hidden
                  onChange={(event) => {
                    attach(event.target.files);
                    event.target.value = "";
                  }}
                />
                {touches() && (
                  <Suspense>
                    <CameraButton stream={key} />
                  </Suspense>
                )}
              </>
            )}
            <ToolButton icon="at" label={t.mention} onClick={() => format((now) => ({ text: `${text.slice(0, now.start)}@${text.slice(now.end)}`, start: now.start + 1, end: now.start + 1 }))} />
            <ToolButton icon="bold" label={`${t.bold} (Ctrl+B)`} onClick={() => format((now) => toggleMarks(now, "**"))} />
            <ToolButton icon="list" label={t.list} onClick={() => format(toggleList)} />
            <ToolButton icon="code" label={t.code} onClick={() => format((now) => toggleMarks(now, "`"))} />
            {as.posts.length > 0 && !editing && (
              <Suspense>
                <PostChooser as={as} />
              </Suspense>
            )}
            <span className="composer-hint">{BODY_LIMIT - length < WARN_BELOW ? <b className={length > BODY_LIMIT ? "field-error" : undefined}>{t.charactersLeft(BODY_LIMIT - length)}</b> : settings.enter_sends ? t.enterSends : t.enterBreaks}</span>
            {stream.thread && !editing && (
              <label className="check">
                <input type="checkbox" checked={alsoToRoom} onChange={(event) => setAlsoToRoom(event.target.checked)} />
                {t.alsoToRoom}
              </label>
            )}
            {/* A file goes with what is said now; what is planned is words. */}
            {PlanTools && !editing && !carries && text.trim() !== "" && sendable && !asking && !self.guest && !leave && (
              <PlanTools
                content={content}
                room={stream.room}
                direct={direct}
                hold={(on) => {
                  held.current = on;
                  setPlanning(on);
                }}
                onPlanned={() => {
                  empty();
                  keepDraft(stream, "", null);
                }}
              />
            )}
            <button type="button" className="composer-send" aria-label={editing ? t.save : t.send} title={editing ? t.save : t.send} disabled={!sendable || asking || planning} onMouseDown={(event) => event.preventDefault()} onClick={submit}>
              <Icon name={editing ? "check" : "send"} />
            </button>
          </div>
        </div>
      </div>
      {/* Beside it: a form of its own is no part of what is being written here. */}
      {adding && (
        <Suspense>
          <Adding anchor={adding} stream={stream} asPost={as.post ?? null} shared={shared.length > 0} noReply={noReply} onNoReply={setNoReply} onClose={() => setAdding(null)} />
        </Suspense>
      )}
    </>
  );
}

function lastOwn(key: string): Message | null {
  const state = chatStore.get();
  for (const id of [...(state.streams[key]?.ids ?? [])].reverse()) {
    const message = state.messages[id];
    if (message?.author_id === state.me && message.kind === "text" && !message.withdrawn_at && !message.card) return message;
  }
  return null;
}

function ToolButton({ icon, label, onClick }: { icon: "attach" | "at" | "bold" | "list" | "code"; label: string; onClick: () => void }) {
  return (
    <button type="button" className="icon-button small composer-tool" data-tool={icon} aria-label={label} title={label} onMouseDown={(event) => event.preventDefault()} onClick={onClick}>
      <Icon name={icon} size={18} />
    </button>
  );
}
