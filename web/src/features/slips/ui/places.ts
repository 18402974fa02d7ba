export { heard } from "../actions.ts";
export { adds } from "./adds.tsx";
export { default as InspectedSlip } from "./InspectedSlip.tsx";
export { default as MySlips } from "./MySlips.tsx";
export { default as PrintSlips } from "./PrintSlips.tsx";
export { default as RoomSlips } from "./RoomSlips.tsx";
export { default as SlipCard } from "./SlipCard.tsx";
