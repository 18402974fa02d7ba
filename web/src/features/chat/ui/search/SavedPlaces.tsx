import { Icon } from "../../../../design/Icon.tsx";
import { query } from "../../../../platform/http.ts";
import { Link, useQuery } from "../../../../platform/router.ts";
import { useSaved } from "./saved.ts";

/** As many of the searches that I keep stand in the list of rooms; the others on the page of the search. */
const SHOWN = 5;

/** The searches that I keep, in the list of rooms: one press looks again. */
export default function SavedPlaces() {
  const saved = useSaved();
  const [q, room, kind] = [useQuery("q"), useQuery("room"), useQuery("kind")];
  return (
    <>
      {saved.slice(0, SHOWN).map((one) => (
        <li key={one.id}>
          <Link
            className="room-link"
            href={`/search${query({ q: one.q, room: one.room, kind: one.kind })}`}
            aria-current={one.q === q && (one.room ?? null) === room && (one.kind ?? null) === kind ? "page" : undefined}
          >
            <Icon name="search" size={18} />
            <span className="room-name">{one.name}</span>
          </Link>
        </li>
      ))}
    </>
  );
}
