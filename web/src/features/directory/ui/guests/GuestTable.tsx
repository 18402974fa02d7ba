import { MenuButton, type MenuItem } from "../../../../design/Menu.tsx";
import { PersonRow, postText } from "../../../../design/people/PersonRow.tsx";
import { dayText, momentText, shortText } from "../../../../platform/dates.ts";
import type { Guest } from "../../model.ts";
import { t } from "../../text.guests.ts";
import { daysBetween, standing } from "./days.ts";
import { agreementText, type GuestAct } from "./Guests.tsx";

interface Props {
  guests: readonly Guest[];
  /** What may be done with them. */
  acts: readonly GuestAct[];
  today: string;
  onAct: (act: GuestAct, guest: Guest) => void;
}

/** Guests in rows: where they come from, who answers for them, and until when they may come. */
export function GuestTable({ guests, acts, today, onAct }: Props) {
  const itemsFor = (guest: Guest): MenuItem[] => {
    const all: Record<GuestAct, MenuItem> = {
      change: { label: t.change, icon: "edit", run: () => onAct("change", guest) },
      extend: { label: t.extend, icon: "clock", run: () => onAct("extend", guest) },
      reset: { label: t.resetPassword, icon: "lock", run: () => onAct("reset", guest) },
      link: { label: t.makeLink, icon: "link", run: () => onAct("link", guest) },
      unlink: { label: t.removeLink, icon: "close", run: () => onAct("unlink", guest) },
      end: { label: t.end, icon: "leave", danger: true, run: () => onAct("end", guest) },
    };
    const over = standing(guest.last_day, today) === "over";
    // Whose stay is over has none to end, and comes in by nothing.
    return acts.filter((act) => (over ? act === "change" || act === "extend" : act !== "unlink" || Boolean(guest.link_since))).map((act) => all[act]);
  };
  return (
    <div className="table-scroll">
      <table className="table">
        <thead>
          <tr>
            {[t.person, t.kind, t.purpose, t.sponsor, t.lastDay, t.lastUse].map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
            <th scope="col">
              <span className="visually-hidden">{t.actions}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {guests.map((guest) => {
            const items = itemsFor(guest);
            return (
              <tr key={guest.person.id}>
                <td className="guest-name">
                  <PersonRow person={guest.person} watch={false} />
                </td>
                <td>{t[guest.kind]}</td>
                <td className="guest-purpose">{guest.purpose}</td>
                <td className="guest-sponsor">
                  {guest.sponsor.active || guest.sponsor.outside ? guest.sponsor.name : <b className="field-error">{t.noSponsor}</b>}
                  {guest.sponsor.outside && <span className="tag">{t.sponsorOutside}</span>}
                  <small className="block">{guest.sponsor.active || guest.sponsor.outside ? postText(guest.sponsor) : guest.sponsor.name}</small>
                </td>
                <td className="number">
                  {dayText(guest.last_day, false)}
                  <LastDayTag guest={guest} today={today} />
                  {(guest.must_agree || guest.agreement) && <small className="block">{agreementText(guest)}</small>}
                </td>
                <td className="number">
                  {guest.last_seen_at ? (
                    <time dateTime={guest.last_seen_at} title={momentText(guest.last_seen_at)}>
                      {shortText(guest.last_seen_at)}
                    </time>
                  ) : (
                    t.never
                  )}
                </td>
                <td>{items.length > 0 && <MenuButton label={t.actionsOf(guest.person.name)} items={items} />}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** A word where the last day is near or over, the account was stopped before, or they come by a link. */
function LastDayTag({ guest, today }: { guest: Guest; today: string }) {
  const state = standing(guest.last_day, today);
  if (state === "over") return <span className="tag">{t.over}</span>;
  return (
    <>
      {state === "near" && (
        <span className="tag">
          <b>{t.daysLeft(daysBetween(today, guest.last_day))}</b>
        </span>
      )}
      {guest.link_since && <span className="tag">{t.byLink}</span>}
      {guest.state === "suspended" && <span className="tag">{t.suspended}</span>}
    </>
  );
}
