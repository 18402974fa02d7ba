export { BroadcastList } from "./BroadcastList.tsx";
export { BroadcastPage, NoneChosen } from "./BroadcastPage.tsx";
export { Compose } from "./Compose.tsx";
export { PrintReceipts } from "./PrintReceipts.tsx";
export { Receipts } from "./Receipts.tsx";
export { Rule } from "./Rule.tsx";
