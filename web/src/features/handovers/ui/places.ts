export { heard } from "../actions.ts";
export { AdminHandovers } from "./AdminHandovers.tsx";
export { HandoverPage } from "./HandoverPage.tsx";
export { Handovers } from "./Handovers.tsx";
export { HandoversLink } from "./HandoversLink.tsx";
export { PrintHandover } from "./PrintHandover.tsx";
