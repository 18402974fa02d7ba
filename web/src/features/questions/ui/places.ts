export { mark, nameAnswer } from "../actions.ts";
export { default as Print } from "./Print.tsx";
export { default as RoomQuestions } from "./RoomQuestions.tsx";
