export { default as PrintFaq } from "./PrintFaq.tsx";
export { default as RoomQuestions } from "./RoomQuestions.tsx";
