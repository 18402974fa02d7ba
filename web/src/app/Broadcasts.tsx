import * as parts from "../features/broadcasts/ui/places.ts";
import { Markup } from "../features/chat/ui/markup/Markup.tsx";

/** What the talk writes in is what broadcasts are written in. */
const draw = (body: string) => <Markup body={body} />;

interface Props {
  /** Which one; `new` for one to be, `rule` for what holds for all. */
  broadcast?: string;
  /** Which side of it. */
  part?: string;
  list?: boolean;
  print?: boolean;
}

/** The places of broadcasts, in one part that nobody needs at the start. */
export default function Broadcasts({ broadcast: id, part, list = false, print = false }: Props) {
  if (list) return <parts.BroadcastList />;
  if (!id) return <parts.NoneChosen />;
  if (print) return <parts.PrintReceipts id={id} draw={draw} />;
  if (id === "new") return <parts.Compose id={null} draw={draw} />;
  if (id === "rule") return <parts.Rule />;
  if (part === "edit") return <parts.Compose key={id} id={id} draw={draw} />;
  return part === "receipts" ? <parts.Receipts key={id} id={id} /> : <parts.BroadcastPage key={id} id={id} draw={draw} />;
}
