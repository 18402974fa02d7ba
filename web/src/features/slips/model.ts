import type { Asked, Given, Wire } from "../../platform/api/wire.ts";
import { dayOf } from "../../platform/dates.ts";
import type { Id } from "../../platform/ids.ts";

export type Slip = Wire["Slip"];
export type Facts = Wire["SlipFacts"];
export type Line = Wire["SlipLine"];
export type State = Wire["SlipState"];
export type Act = Wire["SlipAct"];
export type Done = Wire["SlipDone"];
export type Kind = Wire["SlipKind"];
export type Check = Wire["SlipCheck"];
export type CheckWish = Wire["SlipCheckWish"];
export type Addressee = Wire["SlipAddressee"];
export type NewSlip = Given<Asked<"make_slip">, "id" | "form" | "thread">;
export type Step = Given<Asked<"step_slip">, "act" | "step">;

export const KINDS: readonly Kind[] = ["parcel", "request", "council"];
/** How far a line of a request may be, in order. */
export const REQUEST_STATES: readonly State[] = ["open", "doing", "answered", "returned", "confirmed"];
/** Sections and people that one request is put to, at most. */
export const MOST_LINES = 30;

/** Checks of a draft at most. */
export const MOST_CHECKS = 10;

/** What is said with words. */
export type Speaking = Extract<Act, "answer" | "return">;

const WAITING: readonly State[] = ["waiting", "open", "doing", "returned", "drafting"];

/** Whether it is for whom a line is to do something. */
export const waits = (line: Pick<Line, "state">) => WAITING.includes(line.state);
/** Whether nothing is left to be done. */
export const isOver = (slip: Pick<Slip, "lines">) => slip.lines.every(({ state }) => state === "received" || state === "confirmed" || state === "settled");

/** Whether the day is over, and somebody is waited for. */
export const isOverdue = (slip: Pick<Slip, "due_on" | "lines">, now: number = Date.now()) => Boolean(slip.due_on && slip.due_on < dayOf(now) && slip.lines.some(waits));

/** What was done last with a line. */
export const lastOf = (line: Pick<Line, "acts">): Done | null => line.acts[line.acts.length - 1] ?? null;

/** What somebody may do with a line now, what is next first. */
export function offered(slip: Pick<Slip, "kind" | "may_act" | "asks" | "mine" | "checks_now">, line: Line, me: Id): Act[] {
  if (!slip.may_act) return [];
  if (slip.kind === "council") return offeredInDraft(slip, line, me);
  const mine = slip.mine.includes(line.number);
  switch (line.state) {
    case "waiting":
      return ["receive"];
    case "received":
      return slip.asks || lastOf(line)?.by === me ? ["put_back"] : [];
    case "open":
    case "returned":
      return mine ? ["answer", "take"] : [];
    case "doing":
      return mine ? ["answer", "let_go"] : [];
    case "answered":
      return [...(slip.asks ? (["confirm", "return"] as const) : []), ...(mine ? (["answer"] as const) : [])];
    case "confirmed":
      return slip.asks ? ["reopen"] : [];
    case "drafting":
    case "checking":
    case "settled":
      return [];
  }
}

/** The same with the draft of a council answer, which goes from check to check. */
function offeredInDraft(slip: Pick<Slip, "asks" | "mine" | "checks_now">, line: Line, me: Id): Act[] {
  const last = lastOf(line);
  const approved: Act[] = last?.act === "approve" && (last.by === me || slip.asks) ? ["put_back"] : [];
  if (line.state === "settled") return approved;
  const drafts: Act[] = slip.mine.includes(line.number) ? ["answer"] : [];
  if (line.state !== "checking") return drafts;
  return [...(slip.checks_now ? (["approve"] as const) : []), ...(slip.checks_now || slip.asks ? (["return"] as const) : []), ...drafts, ...approved];
}

/** The check at which a draft is, from 0; none where it is at none. */
export const checkAt = (slip: Pick<Slip, "checks">, line: Line): Check | null => (line.state === "checking" ? (slip.checks[line.passed] ?? null) : null);

/** How far a line is after something was done with it. */
const AFTER: Readonly<Record<Act, State>> = { approve: "checking", receive: "received", put_back: "waiting", take: "doing", let_go: "open", answer: "answered", return: "returned", confirm: "confirmed", reopen: "answered" };

/** How far a line is once something is done with it; of a draft the server says how many checks it has passed. */
const after = ({ kind }: Pick<Slip, "kind">, act: Act): State => (kind === "council" && act !== "return" ? "checking" : AFTER[act]);

/** What undoes something; what was said is taken back in the thread. */
const UNDO: Partial<Record<Act, Act>> = { receive: "put_back", put_back: "receive", take: "let_go", let_go: "take", confirm: "reopen", reopen: "confirm", approve: "put_back" };

/** What undoes something with a slip. That a draft was not approved after all is said of an approval alone. */
export const undoOf = ({ kind }: Pick<Slip, "kind">, act: Act): Act | null => (kind === "council" && act !== "approve" ? null : (UNDO[act] ?? null));

/**
 * A slip with what is new of it, and whether that is all there is to know: whose it is does not change, whose the check of a draft is the
 * server says.
 */
export const renewed = (slip: Slip, facts: Facts): { slip: Slip; sure: boolean } => (facts.at < slip.at ? { slip, sure: true } : { slip: { ...slip, ...facts, checks_now: false }, sure: facts.kind !== "council" });

/** A slip as it shows while something is on its way to the server. */
export const ahead = (slip: Slip, number: number, act: Act): Slip => ({ ...slip, lines: slip.lines.map((line) => (line.number === number ? { ...line, state: after(slip, act) } : line)) });

export const keyOf = (to: Addressee): Id => (to.kind === "unit" ? to.unit_id : to.person_id);

/** Slips that follow each other under the section that they are for first, as they come. */
export function bySection(slips: readonly Slip[]): [string, Slip[]][] {
  const parts: [string, string, Slip[]][] = [];
  for (const slip of slips) {
    const line = slip.lines[0];
    const key = line ? keyOf(line.to) : "";
    const last = parts[parts.length - 1];
    if (last && last[0] === key) last[2].push(slip);
    else parts.push([key, line?.name ?? "", [slip]]);
  }
  return parts.map(([, name, part]) => [name, part]);
}

/** Everybody who is named in a slip. */
export function namedIn(slip: Slip): Id[] {
  const of = (line: Line) => [line.to.kind === "person" ? line.to.person_id : null, ...line.acts.flatMap((act) => [act.by, act.operator ?? null])];
  return [slip.maker_id, ...slip.checks.map((check) => check.person_id ?? null), ...slip.lines.flatMap(of)].filter((id): id is Id => id !== null);
}
