import { Mark } from "../../../../design/Mark.tsx";
import { MenuButton, type MenuItem } from "../../../../design/Menu.tsx";
import { Link } from "../../../../platform/router.ts";
import { useStore } from "../../../../platform/store.ts";
import type { Share } from "../../api.shares.ts";
import { chatStore } from "../../store.ts";
import { t } from "../../text.shares.ts";
import { StateTag } from "./StateTag.tsx";
import { lastDayText, purposeText, roomText, theirRoomText } from "./words.ts";

interface Props {
  shares: readonly Share[];
  /** Whether I may take back and end. */
  changes: boolean;
  onWithdraw: (share: Share) => void;
  onEnd: (share: Share) => void;
}

/** Shares in rows: with whom, which rooms, what for, and what has become of them. */
export function SharesTable({ shares, changes, onWithdraw, onEnd }: Props) {
  const rooms = useStore(chatStore, (state) => state.rooms);
  const among = shares.map(({ organisation }) => organisation);
  const itemsFor = (share: Share): MenuItem[] => {
    if (!changes) return [];
    if (share.state === "agreed") return [{ label: t.end, icon: "leave", danger: true, run: () => onEnd(share) }];
    return share.state === "offered" && share.direction === "offered" ? [{ label: t.withdraw, icon: "close", danger: true, run: () => onWithdraw(share) }] : [];
  };
  return (
    <div className="table-scroll">
      <table className="table">
        <thead>
          <tr>
            {[t.organisation, t.ownRoom, t.theirRoom, t.purpose, t.stateColumn].map((head) => (
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
          {shares.map((share) => {
            const { organisation, room } = share;
            const items = itemsFor(share);
            return (
              <tr key={share.id}>
                <td className="share-with">
                  <span className="share-organisation">
                    <Mark organisation={organisation} among={among} />
                    <span>
                      <b>{organisation.name}</b>
                      <small className="block">{share.direction === "offered" ? t.byUs : t.byThem}</small>
                    </span>
                  </span>
                </td>
                <td className="share-room">{room && rooms[room.id]?.mine ? <Link href={`/rooms/${room.id}`}>{room.name}</Link> : roomText(share)}</td>
                <td className="share-room">
                  {theirRoomText(share)}
                  {share.state === "agreed" && <small className="block">{t.peopleCount(share.partners)}</small>}
                </td>
                <td className="share-purpose">{purposeText(share)}</td>
                <td className="number share-state">
                  <StateTag state={share.state} />
                  <small className="block">{lastDayText(share)}</small>
                </td>
                <td>{items.length > 0 && <MenuButton label={t.actionsOf(organisation.name)} items={items} />}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
