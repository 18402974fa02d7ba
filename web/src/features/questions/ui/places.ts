export { mark, nameAnswer } from "../actions.ts";
export { default as PrintFaq } from "./PrintFaq.tsx";
export { default as PrintQuestions } from "./PrintQuestions.tsx";
export { default as RoomQuestions } from "./RoomQuestions.tsx";
