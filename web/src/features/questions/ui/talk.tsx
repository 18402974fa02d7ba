import { drawWith } from "../store.marks.ts";
import { Mark } from "./Mark.tsx";

export { CallsLink } from "./CallsLink.tsx";
export { mark, nameAnswer } from "../actions.ts";
export { seen } from "../store.marks.ts";
export { Waiting as default } from "./Waiting.tsx";

drawWith((where) => <Mark {...where} />);
