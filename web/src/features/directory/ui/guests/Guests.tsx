import { useState } from "react";
import { Confirm } from "../../../../design/Dialog.tsx";
import { ExportButton, type Column } from "../../../../design/export/ExportButton.tsx";
import { Icon } from "../../../../design/Icon.tsx";
import { Empty, ListState, MoreButton } from "../../../../design/ListState.tsx";
import { useArrival } from "../../../../design/useArrival.ts";
import { dayOf, dayText, momentText } from "../../../../platform/dates.ts";
import { allPages, useDebounced, usePages } from "../../../../platform/load.ts";
import { may } from "../../../../platform/powers.ts";
import { problemText } from "../../../../platform/problems.ts";
import { Link, useQuery } from "../../../../platform/router.ts";
import { useMe } from "../../../../platform/session.ts";
import { toast } from "../../../../platform/toast.ts";
import * as api from "../../api.ts";
import type { Guest, NewGuest } from "../../model.ts";
import { t } from "../../text.guests.ts";
import { saidOf, standing, yearEnd } from "./days.ts";
import { ExtendDialog } from "./ExtendDialog.tsx";
import { FirstSignIn, type Entry } from "./FirstSignIn.tsx";
import { GuestDialog } from "./GuestDialog.tsx";
import { GuestTable } from "./GuestTable.tsx";
import "./guests.css";

const columns = (today: string): Column<Guest>[] => [
  [t.person, ({ person }) => person.name],
  [t.reading, ({ person }) => person.reading],
  [t.affiliation, ({ affiliation }) => affiliation],
  [t.kind, ({ kind }) => t[kind]],
  [t.purpose, ({ purpose }) => purpose],
  [t.sponsor, ({ sponsor }) => (sponsor.active ? sponsor.name : sponsor.outside ? `${sponsor.name} ${t.sponsorOutside}` : t.noSponsor)],
  [t.sponsorUnit, ({ sponsor }) => (sponsor.active || sponsor.outside ? (sponsor.unit ?? "") : "")],
  [t.lastDay, ({ last_day }) => last_day],
  [t.state, ({ last_day, state }) => (standing(last_day, today) === "over" ? t.over : state === "suspended" ? t.suspended : t.on)],
  [t.login, ({ login }) => login],
  [t.lastUse, ({ last_seen_at }) => (last_seen_at ? momentText(last_seen_at) : t.never)],
  [t.agreement, (guest) => agreementText(guest)],
  [t.email, ({ email }) => email ?? ""],
  [t.mobile, ({ mobile }) => mobile ?? ""],
];

/** To which version of what guests agree to somebody has agreed, and whether another one holds today. */
export function agreementText({ agreement, must_agree }: Pick<Guest, "agreement" | "must_agree">): string {
  const said = agreement ? t.agreedTo(agreement.version, momentText(agreement.agreed_at)) : "";
  return must_agree ? [t.notAgreed, said].filter(Boolean).join(" ・ ") : said;
}

export type GuestAct = "change" | "extend" | "reset" | "link" | "unlink" | "end";
// Whoever answers for a guest lets them in and sends them away; the record is kept by others.
const OF_SPONSOR: readonly GuestAct[] = ["link", "unlink", "reset", "end"];
type Ask = { kind: "add" } | { kind: GuestAct; guest: Guest };

/** Who is here without being of the staff: all whose record somebody keeps, or those for whom they answer themselves. */
export default function Guests({ own }: { own: boolean }) {
  const me = useMe();
  const asked = useQuery("q");
  const [text, setText] = useState(asked ?? "");
  const [past, setPast] = useState(false);
  const soon = useQuery("ending");
  const [ending, setEnding] = useState(soon !== null);
  const [ask, setAsk] = useState<Ask | null>(null);
  const [made, setMade] = useState<{ guest: Guest; entry: Entry } | null>(null);
  const title = useArrival();
  const search = useDebounced(text.trim());
  const page = (cursor: string | null, limit?: number) => api.guests({ q: search, past, ending }, cursor, limit);
  const list = usePages(`guests ${search} ${past} ${ending}`, (cursor) => page(cursor));
  const today = dayOf(Date.now());
  const keeps = !own && !me.leave && may(me, "people", "change");
  const acts: readonly GuestAct[] = keeps ? ["change", "extend", ...OF_SPONSOR] : me.leave ? [] : OF_SPONSOR;
  const attempt = async (work: () => Promise<unknown>, done: () => void) => {
    try {
      await work();
      done();
    } catch (error) {
      toast(problemText(error), "error");
    }
    list.reload();
  };
  /** Gives a guest back the day that they had, unless nobody may write that down any more. */
  const backTo = (before: Guest, now: Guest, said: string) =>
    keeps && before.last_day >= today ? { label: t.undo, run: () => void attempt(() => api.changeGuest(now, saidOf({ ...now, last_day: before.last_day })), () => toast(said)) } : null;
  const end = async (guest: Guest) => {
    let ended = guest;
    await attempt(
      async () => (ended = await api.endGuest(guest.person.id)),
      () => toast(t.ended(guest.person.name), "done", backTo(guest, ended, t.undone)),
    );
  };
  const extend = async (guest: Guest, lastDay: string) => {
    const longer = await api.changeGuest(guest, { ...saidOf(guest), last_day: lastDay });
    toast(t.extended(guest.person.name, dayText(lastDay)), "done", backTo(guest, longer, t.undoneDay));
    list.reload();
  };
  const add = async (said: NewGuest) => {
    const { guest, initial_password } = await api.addGuest(said);
    setMade({ guest, entry: { kind: "password", password: initial_password } });
    list.reload();
  };
  const change = async (guest: Guest, said: NewGuest) => {
    await api.changeGuest(guest, said);
    toast(t.saved);
    list.reload();
  };
  const nothing = () => undefined;
  const reset = (guest: Guest) => attempt(async () => setMade({ guest, entry: { kind: "password", password: (await api.resetGuestPassword(guest.person.id)).initial_password } }), nothing);
  const makeLink = (guest: Guest) =>
    attempt(async () => {
      setMade({ guest, entry: { kind: "link", ...(await api.makeGuestLink(guest.person.id)) } });
    }, nothing);
  const removeLink = (guest: Guest) =>
    attempt(
      () => api.removeGuestLink(guest.person.id),
      () => toast(t.removedLink(guest.person.name)),
    );
  const fresh: NewGuest = { family_name: "", given_name: "", family_reading: "", given_reading: "", kind: "business", affiliation: "", purpose: "", sponsor_id: me.person.id, last_day: yearEnd(today), email: null, mobile: null };
  const addButton = keeps && (
    <button type="button" className="button primary" onClick={() => setAsk({ kind: "add" })}>
      <Icon name="plus" size={18} />
      {t.add}
    </button>
  );
  const close = () => setAsk(null);
  const name = own ? t.ownGuests : t.guests;
  return (
    <section className="admin-page" aria-labelledby="guests-title">
      <header className="admin-head">
        <h1 id="guests-title" ref={title} tabIndex={-1}>
          {name}
        </h1>
        {addButton}
      </header>
      <p className="hint guest-hint">{own ? t.ownHint : t.hint}</p>
      {!own && may(me, "sign_in") && (
        <p>
          <Link href="/admin/sign-in-rules">{t.networks}</Link>
        </p>
      )}
      <div className="pane-tools">
        <input className="input" type="search" aria-label={t.search} placeholder={t.search} value={text} onChange={(event) => setText(event.target.value)} />
        <label className="check">
          <input type="checkbox" checked={past && !ending} disabled={ending} onChange={(event) => setPast(event.target.checked)} />
          {t.pastToo}
        </label>
        <label className="check">
          <input type="checkbox" checked={ending} onChange={(event) => setEnding(event.target.checked)} />
          {t.endingOnly}
        </label>
        <ExportButton name={name} columns={columns(today)} pages={() => allPages((cursor) => page(cursor, 200))} />
      </div>
      <ListState loading={list.loading} error={list.error} empty={list.items.length === 0} retry={list.reload}>
        {search || ending ? (
          <p role="status">{search ? t.nothingFound : t.noneEnding}</p>
        ) : (
          <Empty icon="guest" title={own ? t.noneOwn : t.none}>
            {keeps && <p>{t.noneHint}</p>}
          </Empty>
        )}
      </ListState>
      {list.items.length > 0 && <GuestTable guests={list.items} acts={acts} today={today} onAct={(kind, guest) => setAsk({ kind, guest })} />}
      <MoreButton more={list.more} />
      {ask?.kind === "add" && <GuestDialog title={t.add} given={fresh} sponsor={me.person} confirm={t.create} onSave={add} onClose={close} />}
      {ask?.kind === "change" && <GuestDialog title={t.changeOf(ask.guest.person.name)} given={saidOf(ask.guest)} sponsor={ask.guest.sponsor} confirm={t.save} onSave={(said) => change(ask.guest, said)} onClose={close} />}
      {ask?.kind === "extend" && <ExtendDialog guest={ask.guest} onSave={(day) => extend(ask.guest, day)} onClose={close} />}
      {ask?.kind === "reset" && <Confirm title={t.resetPassword} text={t.resetAsk(ask.guest.person.name)} confirm={t.resetPassword} danger onConfirm={() => void reset(ask.guest)} onClose={close} />}
      {ask?.kind === "link" && <Confirm title={t.makeLink} text={t.makeLinkAsk(ask.guest.person.name)} confirm={t.makeLink} onConfirm={() => void makeLink(ask.guest)} onClose={close} />}
      {ask?.kind === "unlink" && <Confirm title={t.removeLink} text={t.removeLinkAsk(ask.guest.person.name)} confirm={t.removeLink} danger onConfirm={() => void removeLink(ask.guest)} onClose={close} />}
      {ask?.kind === "end" && <Confirm title={t.endOf(ask.guest.person.name)} text={t.endAsk(ask.guest.person.name)} confirm={t.end} danger onConfirm={() => void end(ask.guest)} onClose={close} />}
      {made && <FirstSignIn guest={made.guest} entry={made.entry} onClose={() => setMade(null)} />}
    </section>
  );
}
