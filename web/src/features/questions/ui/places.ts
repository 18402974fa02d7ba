// What stands in the talk is here already, in one part with what both need.
import "./talk.tsx";

export { default as Print } from "./Print.tsx";
export { default as RoomQuestions } from "./RoomQuestions.tsx";
