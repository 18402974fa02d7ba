import { Fragment } from "react";
import { Icon } from "../../../../design/Icon.tsx";
import { PlaceDot } from "../../../../design/people/PersonRow.tsx";
import { Link } from "../../../../platform/router.ts";
import type { Room } from "../../model.ts";
import { t as chat } from "../../text.ts";
import { t } from "../../text.shares.ts";
import "./shares.css";

/** Says below the header with which organisations this room is shared, and leads to who of them is here. */
export default function SharedBand({ room }: { room: Room }) {
  return (
    <p className="guests-band shared-band">
      <span>
        {t.bandBegin}
        {room.shared_with.map(({ share, name, colour }, index) => (
          <Fragment key={share}>
            {index > 0 && chat.comma}
            <PlaceDot colour={colour} />
            <b>{name}</b>
          </Fragment>
        ))}
        {t.bandEnd}
      </span>
      <Link href={`/rooms/${room.id}/members`}>
        <Icon name="people" size={16} />
        {t.open}
      </Link>
    </p>
  );
}
