import { lazy, Suspense, type ReactNode } from "react";
import { Loading } from "../../design/ListState.tsx";
import type { CardParts } from "../../platform/cards.ts";
import type { Params } from "../../platform/router.ts";
import { withWords } from "../../platform/texts.ts";

/** All that is drawn of memos comes in one part, after the start. */
export const loadMemos = () => withWords(import("./ui/places.ts"));
type Drawn = Exclude<keyof Awaited<ReturnType<typeof loadMemos>>, "heard">;
const drawn = <Name extends Drawn>(name: Name) => lazy(() => loadMemos().then((part) => ({ default: part[name] })));

export const MemoForm = drawn("MemoForm");
export const Memos = drawn("Memos");
const PrintMemos = drawn("PrintMemos");
const MemoRule = drawn("MemoRule");

/** A memo in the talk: in the direct room, and in the section's. An inspection reads its words. */
export const memoParts: CardParts = { Card: drawn("MemoCard"), adds: async () => [] };

type Routes = readonly (readonly [string, (params: Params) => ReactNode])[];

const later = (part: ReactNode) => <Suspense fallback={<Loading />}>{part}</Suspense>;

export const memosAdminRoutes: Routes = [["/admin/phone-memos", () => later(<MemoRule />)]];
export const memosPrintRoutes: Routes = [["/print/phone-memos/:box/:day", ({ box = "", day = "" }) => later(<PrintMemos box={box} day={day} />)]];
