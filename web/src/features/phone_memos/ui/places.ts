export { heard } from "../actions.ts";
export { MemoCard } from "./MemoCard.tsx";
export { MemoForm } from "./MemoForm.tsx";
export { MemoRule } from "./MemoRule.tsx";
export { Memos } from "./Memos.tsx";
export { PrintMemos } from "./PrintMemos.tsx";
