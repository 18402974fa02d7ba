import type { Id } from "../../../platform/ids.ts";
import { Between } from "./Looks.tsx";
import "./notes.css";

/** What differs between two versions of a note, where another feature shows it. */
export default function PaperBetween({ id, from, to }: { id: Id; from: number; to: number }) {
  return <Between id={id} from={from} to={to} />;
}
