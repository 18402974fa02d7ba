import { Confirm } from "../../../../design/Dialog.tsx";
import { outsideTalk, type Care } from "../../api.outside.ts";
import { t } from "../../text.outside.ts";
import { askOver } from "./over.tsx";

/** What the organisation wants done before words go outside. */
export const care = (): Promise<Care> => outsideTalk();

/** Whether words are meant for a room that these read as well. */
export async function confirm(readers: string): Promise<boolean> {
  return (await askOver<true>((done) => <Confirm title={t.title} text={t.ask(readers)} confirm={t.send} onConfirm={() => done(true)} onClose={() => done(null)} />)) === true;
}
