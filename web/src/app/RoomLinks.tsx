import MemosLink from "../features/phone_memos/ui/MemosLink.tsx";
import { CallsLink } from "../features/questions/ui/talk.tsx";
import SlipsLink from "../features/slips/ui/SlipsLink.tsx";
import { useMe } from "../platform/session.ts";

/** Above the rooms: what waits for me that is no room. Guests are called to what they asked, and have nothing else there. */
export default function RoomLinks() {
  const { guest } = useMe().person;
  return (
    <>
      {!guest && (
        <>
          <li>
            <SlipsLink />
          </li>
          <li>
            <MemosLink />
          </li>
        </>
      )}
      <CallsLink />
    </>
  );
}
