// One part: whoever needs one of these needs most of them.
export { Band } from "./Band.tsx";
export { Beside } from "./Beside.tsx";
export { Nowhere } from "./Nowhere.tsx";
export { Switcher } from "./Switcher.tsx";
