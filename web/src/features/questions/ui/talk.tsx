import { drawWith } from "../store.marks.ts";
import { Mark } from "./Mark.tsx";

export { seen } from "../store.marks.ts";
export { CallsLink } from "./CallsLink.tsx";
export { Waiting } from "./Waiting.tsx";

drawWith((where) => <Mark {...where} />);
