import { takeEvents, takeReceipts, takeTyping, outbox, chatStore, forgetChat, handOver, inspectionNewsStore, keepable, lastRoom, ownDrafts, shareNewsStore, wouldLose } from "../features/chat/store.ts";
import { loadHandovers } from "../features/handovers/routes.tsx";
import { loadMemos } from "../features/phone_memos/routes.tsx";
import { loadStamps } from "../features/stamps/routes.tsx";
import { loadSlips } from "../features/slips/routes.tsx";
import { loadTasks } from "../features/tasks/routes.tsx";
import { askAgainWhoIsBarred, doubtDirects, lookAgain, saveDrafts, sendDrafts, sendReading } from "../features/chat/actions.ts";
import { loadMeetings } from "../features/meetings/routes.tsx";
import { loadNotes } from "../features/notes/routes.tsx";
import { emptyState, type ChatState } from "../features/chat/sync.ts";
import { accountTold, handOverSettings, settingsTold } from "../features/identity/actions.ts";
import * as identity from "../features/identity/api.ts";
import type { Answer, Wire } from "../platform/api/wire.ts";
import { applyAppearance } from "../platform/appearance.ts";
import { forgetEverything, keepAgain, read, write } from "../platform/database.ts";
import { call, endsSession, onSignedOut, OPERATOR_NEEDED, Problem } from "../platform/http.ts";
import { layoutStore } from "../platform/layout.ts";
import { createLive, ears, FRESH, holdLine, LEFT_HERE, presenceStore, type LiveEvent, type Position, type Presence } from "../platform/live.ts";
import { forgetFindable, meet, peopleStore, type PersonBrief } from "../platform/people.ts";
import { address, code, ownName, placePath, prefix } from "../platform/place.ts";
import { memoStore } from "../platform/phoneMemo.ts";
import { enterPlace, leavePlace, type Place } from "../platform/places.ts";
import { navigate } from "../platform/router.ts";
import { sendWatch } from "../platform/presence.ts";
import { leavesStore, sessionStore, type Me } from "../platform/session.ts";
import { createStore } from "../platform/store.ts";
import { toastStore } from "../platform/toast.ts";
import { withWords } from "../platform/texts.ts";
import { forgetUnits } from "../platform/units.ts";
import { waitingTasksStore } from "../platform/waiting.ts";

/** What the window shows as a whole. */
export type Phase = "loading" | "set_up" | "sign_in" | "password" | "factor" | "agreement" | "operator" | "ready" | "failed" | "nowhere";

export const phaseStore = createStore<{ phase: Phase; error: unknown; organisation: Place | null }>({ phase: "loading", error: null, organisation: null });

/** What is kept on this machine so that yesterday's rooms open at once, and without the network. */
interface Kept {
  version: number;
  savedAt: number;
  me: Me;
  position: Position;
  chat: ChatState;
  people: Record<string, PersonBrief>;
}

// Raised when the kept shape changes; an older one is not read.
const KEPT_VERSION = 4;
const SAVE_EVERY_MS = 10_000;

function show(phase: Phase, error: unknown = null, organisation: Place | null = sessionStore.get()?.organisation ?? null): void {
  if (phase === "sign_in" || phase === "set_up") leavePlace(code);
  // What is being written is kept for whoever writes it; the next one here finds no form open.
  if (phase !== "ready") memoStore.set(null);
  if (phase !== "ready") leavesStore.update((leaves) => leaves + 1);
  phaseStore.update((state) => ({ phase, error, organisation: organisation ?? state.organisation }));
}

function enter(me: Me): void {
  keepAgain();
  sessionStore.set(me);
  enterPlace(me.organisation);
  meet([me.person]);
  void applyAppearance(me.settings);
}

/** Asks the server who this is now: rights may have come or gone, and the session with them. */
async function askAnew(): Promise<void> {
  const me = await identity.me();
  enter(me);
  if (phaseStore.get().phase === "ready" && isBound(me)) live.stop();
}

const byId = <T>(rows: readonly T[], key: (row: T) => string) => Object.fromEntries(rows.map((row) => [key(row), row]));

async function bootstrap(): Promise<Position> {
  const all = await call<Answer<"bootstrap">>("GET", "/bootstrap");
  enter(all.me);
  meet(all.people);
  chatStore.set({
    ...emptyState,
    me: all.me.person.id,
    rooms: byId(all.rooms, (room) => room.id),
    threads: byId(all.threads, (thread) => thread.id),
    drafts: ownDrafts.over(byId(all.drafts, (draft) => draft.stream_id)),
    stamps: all.stamps,
    later: all.later,
  });
  return all.position;
}

// Nothing rings before the line is open. From then on it is here, whatever becomes of the server's files.
const news = () => import("./news.ts");

const live = createLive({
  events(events) {
    const chat = takeEvents(events);
    for (const event of events) takeOther(event);
    if (chat.length > 0) void news().then((part) => part.tellNews(chat));
    if (events.length > 0) dirty = true;
  },
  async fresh() {
    const position = await bootstrap();
    // What was missed may have been about who can be found.
    forgetFindable();
    for (const news of [inspectionNewsStore, shareNewsStore]) news.update((count) => count + 1);
    tellEars(FRESH);
    return position;
  },
  passing(frame) {
    if (frame.t === "receipts") takeReceipts(frame as unknown as Parameters<typeof takeReceipts>[0]);
    else if (frame.t === "stamp") void loadStamps().then((part) => part.takeNews(frame as unknown as Wire["StampNews"]));
    else if (frame.t === "typing") takeTyping(frame as unknown as Parameters<typeof takeTyping>[0]);
    else if (frame.t !== "presence") ears.get(frame.t)?.(frame as never);
    else presenceStore.update((known) => ({ ...known, ...(frame.people as Record<string, Presence>) }));
  },
  ready() {
    void news().catch(() => undefined);
    outbox.kick();
    saveDrafts();
    sendWatch();
    lookAgain();
    if (localStorage.getItem(ownName("notes-left"))) void loadNotes().then((part) => part.sendLeft());
    if (localStorage.getItem(ownName("margins-left"))) void loadMeetings().then((part) => part.sendMargins()).catch(() => undefined);
    // The line may have come back in another network.
    if (sessionStore.get()?.watermark !== undefined) void askAnew().catch(() => undefined);
  },
  failed() {
    // A broken line may mean a lost session: the answer to this tells.
    void askAnew().catch(() => undefined);
  },
});
holdLine(live);

const whereabouts = () => withWords(import("../features/directory/actions.whereabouts.ts"));

function takeOther(event: LiveEvent): void {
  if (event.kind === "directory.person_changed") {
    const { person } = event.p as Wire["PersonChanged"];
    meet([person]);
    const me = sessionStore.get();
    if (me?.person.id === person.id) {
      const before = me.person.whereabouts;
      if (person.whereabouts?.set_by && person.whereabouts.since !== before?.since) void whereabouts().then((part) => part.saidByColleague(person, before));
      sessionStore.set({ ...me, person: { ...me.person, ...person } });
      // The event has no posts, and one may write as their holder.
      void askAnew().catch(() => undefined);
    }
  } else if (event.kind === "directory.units_changed") forgetUnits();
  else if (event.kind === "directory.organisation_changed") {
    const { organisation } = event.p as Wire["OrganisationChanged"];
    sessionStore.update((me) => me && { ...me, organisation });
    enterPlace(organisation);
  } else if (event.kind === "handovers.changed") void loadHandovers().then((part) => part.heard(event.p as Wire["HandoverChanged"]));
  else if (event.kind === "phone_memos.changed") void loadMemos().then((part) => part.heard(event));
  else if (event.kind.startsWith("stamps.")) void loadStamps().then((part) => part.heard(event));
  else if (event.kind.startsWith("tasks.")) void loadTasks().then((part) => part.heard(event));
  else if (event.kind.startsWith("slips.")) void loadSlips().then((part) => part.heard(event));
  else if (event.kind.startsWith("broadcasts.")) void withWords(import("../features/broadcasts/actions.ts")).then((part) => part.heard(event));
  else if (event.kind === "directory.barriers_changed") barriersChanged();
  else if (event.kind === "directory.places_changed") {
    const place = event.p as Wire["PlacesChanged"];
    if (Object.values(peopleStore.get()).some((person) => person.whereabouts?.place_id === place.place_id)) void whereabouts().then((part) => part.placeChanged(place));
  } else if (event.kind === "directory.whereabouts_asked") {
    const { asked_at } = event.p as Wire["WhereaboutsAsked"];
    sessionStore.update((me) => me && { ...me, whereabouts_asked_at: asked_at });
  }
  else if (event.kind === "identity.settings_changed") {
    const { settings } = event.p as Wire["SettingsChanged"];
    settingsTold(settings);
  } else if (event.kind === "identity.account_changed") {
    accountTold();
    // Rights came or went: the shell shows other places now.
    void askAnew().catch(() => undefined);
  } else if (event.kind === "identity.sign_in_rules_changed" || event.kind === "directory.grants_changed" || event.kind === "directory.leave_changed") void askAnew().catch(() => undefined);
  else if (event.kind === "identity.signed_out") {
    const { session_id } = event.p as Wire["SignedOut"];
    if (sessionStore.get()?.session_id === session_id) leave();
  } else if (event.kind === "identity.operator_changed") {
    const { session_id } = event.p as Wire["OperatorChanged"];
    if (sessionStore.get()?.session_id === session_id) void askAnew().catch(() => undefined);
  } else ears.get(event.kind)?.(event.p as never);
}

// Everybody of the organisation hears of barriers in the same moment and would ask in the same one.
const SPREAD_MS = 1500;
let spreading: ReturnType<typeof setTimeout> | null = null;

/** Somebody may be found, reached or seen who could not be, or the other way round. */
function barriersChanged(): void {
  doubtDirects();
  spreading ??= setTimeout(() => {
    spreading = null;
    forgetFindable();
    forgetUnits();
    presenceStore.set({});
    sendWatch();
    askAgainWhoIsBarred();
  }, Math.random() * SPREAD_MS);
}

let dirty = false;

function keep(): void {
  const me = sessionStore.get();
  const position = live.position();
  if (!dirty || !me || !position || phaseStore.get().phase !== "ready") return;
  dirty = false;
  const kept: Kept = { version: KEPT_VERSION, savedAt: Date.now(), me, position, chat: keepable(chatStore.get()), people: peopleStore.get() };
  void write("cache", "state", kept);
}

async function recall(): Promise<Kept | null> {
  const kept = (await read("cache", "state")) as Kept | undefined;
  return kept && kept.version === KEPT_VERSION ? kept : null;
}

/** Opens the room of the last visit where a list and a room fit side by side. */
async function reopen(): Promise<void> {
  const room = await lastRoom().catch(() => null);
  if (room && placePath() === "/" && layoutStore.get() !== "phone" && chatStore.get().rooms[room]) navigate(`/rooms/${room}`, { replace: true });
}

function appear(): void {
  if (phaseStore.get().phase === "ready") return;
  show("ready");
  void reopen();
}

function ready(position: Position): void {
  appear();
  live.start(position);
  void outbox.start();
}

// Whoever is at the end of a long line reads what is kept here while the server is asked whether the session still holds.
const SERVER_FIRST_MS = 100;

/** Starts the client: with what this machine kept, else from the server, else with the screen to sign in. */
export async function start(): Promise<void> {
  show("loading");
  const kept = await recall().catch(() => null);
  const again = () => {
    // What a shared account kept is nobody's to see before they have said who they are.
    if (!kept || kept.me.shared || phaseStore.get().phase !== "loading") return;
    restore(kept);
    enter(kept.me);
    appear();
  };
  const waiting = kept && setTimeout(again, SERVER_FIRST_MS);
  try {
    if (kept) await goOn(kept, await identity.me().finally(() => clearTimeout(waiting ?? undefined)));
    else await begin();
    dirty = true;
  } catch (error) {
    if (!(error instanceof Problem)) show("failed", error);
    else if (endsSession(error)) await askWho(error.code === "sign_in_needed" ? null : error);
    else if (isNowhere(error)) show("nowhere");
    else if (error.code === "password_change_needed") await askFirst("password");
    else if (error.code === "factor_set_up_needed") await askFirst("factor");
    else if (error.code === "agreement_needed") await askFirst("agreement");
    else if (error.code === OPERATOR_NEEDED) await askFirst("operator");
    else if (kept && !kept.me.shared && error.passing) {
      again();
      if (!hasLeft()) ready(kept.position);
    } else show("failed", error);
  }
}

/** Whether there is no organisation at this address: home is always there. */
const isNowhere = (error: Problem) => code !== null && error.status === 404;

/** Fetches everything anew. A locked screen stays locked, also where the server has not heard of it yet. */
async function begin(): Promise<void> {
  const position = await bootstrap();
  const me = sessionStore.get();
  if (!me || !isBound(me)) ready(position);
}

/** Whether somebody who was shown what is kept has signed out before the server said a word. */
const hasLeft = () => !["loading", "ready"].includes(phaseStore.get().phase);

/** Goes on from what is kept as soon as the server said who is signed in. */
async function goOn(kept: Kept, me: Me): Promise<void> {
  if (hasLeft()) return;
  const { phase } = phaseStore.get();
  if (kept.me.account_id !== me.account_id) {
    await forgetEverything();
    // Nothing of the one who was shown may stay in this window either.
    if (phase === "ready") return location.replace(address("/"));
  }
  enter(me);
  if (isBound(me)) return;
  if (kept.me.account_id !== me.account_id) return ready(await bootstrap());
  if (phase === "loading") restore(kept);
  ready(kept.position);
}

/** Shows what has to be done before anything else, if there is something. */
function isBound(me: Me): boolean {
  if (me.must_change_password) show("password");
  else if (me.must_set_up_factor) show("factor");
  else if (me.must_agree) show("agreement");
  else if (me.shared && (!me.shared.operator || localStorage.getItem(LOCKED))) {
    show("operator");
    // It was locked where the server could not be reached, or the page went before it was.
    if (me.shared.operator) void identity.lock().catch(() => undefined);
  } else return false;
  return true;
}

// Set until somebody has said who they are: a page that is read anew while the server is away stays locked.
const LOCKED = ownName("locked");
const FLUSH_MS = 2000;

/** Nobody is using this device from now on: the screen shows nothing at once, and the server is told once what was written has gone out. */
export function lockScreen(): void {
  if (phaseStore.get().phase !== "ready") return;
  localStorage.setItem(LOCKED, "1");
  show("operator");
  void tellLocked();
}

async function tellLocked(): Promise<void> {
  const sent = new Promise<void>((resolve) => {
    const look = () => {
      if (outbox.entries.get().some((entry) => entry.state === "waiting")) return;
      stop();
      resolve();
    };
    const stop = outbox.entries.subscribe(look);
    look();
  });
  await Promise.race([Promise.all([sent, sendReading(), sendDrafts()]), new Promise((resolve) => setTimeout(resolve, FLUSH_MS))]);
  // Whoever was quick is using it already, and the server knows.
  if (phaseStore.get().phase !== "operator") return;
  live.stop();
  await identity.lock().catch(() => undefined);
}

/** Somebody has said who they are. */
export async function unlocked(me: Me): Promise<void> {
  localStorage.removeItem(LOCKED);
  await signedIn(me);
}

async function askFirst(what: "password" | "factor" | "agreement" | "operator"): Promise<void> {
  try {
    enter(await identity.me());
    show(what);
  } catch (error) {
    show("failed", error);
  }
}

function restore(kept: Kept): void {
  meet(Object.values(kept.people));
  chatStore.set(kept.chat);
  // Barriers may have changed while nobody listened, or in what was told since and is not applied again.
  doubtDirects();
}

async function askWho(why: unknown): Promise<void> {
  try {
    const [{ needed }, { here }] = await Promise.all([identity.setUpNeeded(), import("../platform/listed.ts").then((part) => part.askHere())]);
    show(needed ? "set_up" : "sign_in", why, here ?? null);
  } catch (error) {
    show(error instanceof Problem && isNowhere(error) ? "nowhere" : "failed", error);
  }
}

/** Goes on once the first thing to do is done; there may be another. */
export async function goOnAfter(): Promise<void> {
  try {
    await signedIn(await identity.me());
  } catch (error) {
    show("failed", error);
  }
}

/** Goes on after a sign-in or a set-up. */
export async function signedIn(me: Me): Promise<void> {
  // What another person left here, unsent messages too, must never go out under this name.
  const before = sessionStore.get() ?? (await recall().catch(() => null))?.me;
  if (before && before.account_id !== me.account_id) {
    forgetHere();
    await forgetEverything();
  }
  forgetFindable();
  enter(me);
  if (isBound(me)) return;
  try {
    ready(await bootstrap());
    dirty = true;
  } catch (error) {
    show("failed", error);
  }
}

function tellEars(what: string): void {
  for (const [name, ear] of ears) if (name.startsWith(what)) ear(null as never);
}

/** Nothing of this person stays in this window. */
function forgetHere(): void {
  forgetChat();
  waitingTasksStore.set(null);
  tellEars(LEFT_HERE);
}

function leave(): void {
  live.stop();
  show("sign_in");
  sessionStore.set(null);
  // What could be undone is not the next person's.
  toastStore.set([]);
  forgetHere();
  presenceStore.set({});
  peopleStore.set({});
}

/** Signs out here and leaves nothing of this person on the machine. */
export async function signOut(): Promise<void> {
  await sendReading();
  await identity.signOut().catch(() => undefined);
  leave();
  await forgetEverything();
  navigator.serviceWorker?.controller?.postMessage({ forget: prefix });
}

/** Wires what runs as long as the window is open. */
export function attend(): void {
  onSignedOut((why) => {
    // Unsent messages stay in the outbox: the same person may sign in again in a moment.
    if (phaseStore.get().phase !== "ready") return;
    if (why.code === OPERATOR_NEEDED) void askAnew().catch(() => undefined);
    else {
      live.stop();
      show("sign_in", why.code === "sign_in_needed" ? null : why);
    }
  });
  setInterval(keep, SAVE_EVERY_MS);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      keep();
      void sendReading();
    }
    // Another tab may have died with something unsent.
    else if (phaseStore.get().phase === "ready") void outbox.look(true);
  });
  window.addEventListener("pagehide", handOver);
  window.addEventListener("pagehide", handOverSettings);
  window.addEventListener("pagehide", () => void sendReading());
  window.addEventListener("beforeunload", (event) => wouldLose() && event.preventDefault());
  // A file that falls beside its place would take the page's.
  for (const kind of ["dragover", "drop"] as const)
    window.addEventListener(kind, (event) => {
      const carried = event.dataTransfer;
      if (event.defaultPrevented || (event.target instanceof HTMLInputElement && event.target.type === "file") || !carried?.types.includes("Files")) return;
      event.preventDefault();
      carried.dropEffect = "none";
    });
  window.addEventListener("online", () => outbox.kick());
  // Something was written or got through: a good moment to look whether the line opens again.
  outbox.entries.subscribe(live.hurry);
  chatStore.subscribe(() => {
    dirty = true;
  });
}
