import { useEffect, useState } from "react";
import { call, query as search, type Page } from "../../../../platform/http.ts";
import type { Id } from "../../../../platform/ids.ts";
import { allPages } from "../../../../platform/load.ts";
import { findableStore, meet, peopleStore, useFindable, type PersonBrief } from "../../../../platform/people.ts";
import { finds } from "../../../../platform/reading.ts";
import { isGuest } from "../../../../platform/session.ts";
import { useUnits } from "../../../../platform/units.ts";
import * as api from "../../api.ts";
import { roomTitle } from "../../model.ts";
import { chatStore } from "../../store.ts";
import { t } from "../../text.ts";
import type { Chosen, Query } from "./tokens.ts";

/** One line of the list that opens at ＠ or ＃. */
export interface Candidate extends Chosen {
  key: string;
  label: string;
  detail: string;
  person: PersonBrief | null;
}

const SHOWN = 8;
const DELAY_MS = 120;
const members = new Map<string, Promise<PersonBrief[]>>();
findableStore.subscribe(() => members.clear());

/** Pages of a hundred that are asked for at most. */
const MOST_PAGES = 10;

// The first hundred by reading are enough to put a section's people first; everybody else is found by the server, but for partners,
// who are found nowhere but here.
async function asked(room: Id): Promise<PersonBrief[]> {
  const shared = (chatStore.get().rooms[room]?.shared_with.length ?? 0) > 0;
  const found: PersonBrief[] = [];
  let pages = 0;
  for await (const page of allPages((cursor) => api.members(room, "reading", cursor))) {
    found.push(...page.map((member) => member.person).filter(({ outside }) => !outside));
    pages += 1;
    if (!shared || pages === MOST_PAGES) break;
  }
  return found;
}

function membersOf(room: Id): Promise<PersonBrief[]> {
  // Who comes and goes with a share is asked for anew.
  const key = `${room} ${chatStore.get().rooms[room]?.tick ?? 0}`;
  let known = members.get(key);
  if (!known) {
    known = asked(room);
    known.catch(() => members.delete(key));
    members.set(key, known);
    setTimeout(() => members.delete(key), 300_000);
  }
  return known;
}

function ofPerson(person: PersonBrief): Candidate {
  // A partner's organisation stands in their tag.
  return { key: person.id, shown: `@${person.name}`, token: `<@${person.id}>`, label: person.name, detail: [person.reading, person.partner ? null : person.unit, person.title].filter(Boolean).join(" "), person };
}

/** Who or what the typed letters may mean: people of the room first, then others, units, everybody. */
export function useCandidates(room: Id, query: Query | null): Candidate[] {
  const [people, setPeople] = useState<{ text: string; found: PersonBrief[] }>({ text: "", found: [] });
  const units = useUnits();
  const findable = useFindable();
  const text = query?.text ?? "";
  const wanted = query?.sign === "@";
  useEffect(() => {
    if (!wanted) return;
    let latest = true;
    const timer = setTimeout(async () => {
      const inside = await membersOf(room).catch(() => Object.values(peopleStore.get()));
      meet(inside);
      const me = chatStore.get().me;
      const first = inside.filter((person) => person.id !== me && finds(text, [person.name, person.reading, person.unit, person.title]));
      if (latest) setPeople({ text, found: first });
      // Guests find nobody but those who are here.
      if (text === "" || first.length >= SHOWN || isGuest()) return;
      const page = await call<Page<PersonBrief>>("GET", `/people${search({ q: text, active: true, limit: SHOWN })}`).catch(() => null);
      if (!latest || !page) return;
      meet(page.items);
      setPeople({ text, found: [...first, ...page.items.filter((person) => person.id !== me && !first.some((other) => other.id === person.id))] });
    }, DELAY_MS);
    return () => {
      latest = false;
      clearTimeout(timer);
    };
  }, [room, text, wanted, findable]);
  if (!query) return [];
  if (query.sign === "#") {
    const { rooms, me } = chatStore.get();
    return Object.values(rooms)
      .filter((candidate) => candidate.kind !== "direct" && finds(text, [candidate.name]))
      .slice(0, SHOWN)
      .map((candidate) => ({ key: candidate.id, shown: `#${roomTitle(candidate, {}, me, "")}`, token: `<#${candidate.id}>`, label: candidate.name, detail: candidate.purpose, person: null }));
  }
  const list = people.found.slice(0, SHOWN).map(ofPerson);
  if (text !== "") {
    const named = units.filter((unit) => finds(text, [unit.name, unit.short_name, unit.reading])).slice(0, 3);
    list.push(...named.map((unit) => ({ key: unit.id, shown: `@${unit.name}`, token: `<@u:${unit.id}>`, label: unit.name, detail: t.unitOf(unit.head_count), person: null })));
  }
  if (finds(text, [t.everyone, "ぜんいん", "all", "everyone"])) {
    const { member_count = 0, shared_with = [] } = chatStore.get().rooms[room] ?? {};
    const detail = shared_with.length > 0 ? t.everyoneThere(member_count, shared_with.map(({ name }) => name).join(t.comma)) : t.everyoneHint(member_count);
    list.push({ key: "everyone", shown: `@${t.everyone}`, token: "<!everyone>", label: t.everyone, detail, person: null });
  }
  return list;
}
