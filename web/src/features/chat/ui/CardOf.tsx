import { Suspense } from "react";
import { cards } from "../../../platform/cards.ts";
import type { Id } from "../../../platform/ids.ts";
import type { Message } from "../model.ts";

type Carrying = Message & { card: NonNullable<Message["card"]> };

/** Whether something of another feature stands in a message, that this client can draw. */
export const hasCard = (message: Message): message is Carrying => message.card !== undefined && message.card !== null && cards[message.card.kind] !== undefined;

/** What of another feature stands in the message; its height is kept free while it comes. */
export function CardOf({ card, room, tab }: { card: Carrying["card"]; room: Id; tab: -1 | undefined }) {
  const Card = cards[card.kind]?.Card;
  return <div className="message-card">{Card && <Suspense><Card id={card.id} room={room} tab={tab} /></Suspense>}</div>;
}
