import { useCalm } from "../../../platform/calm.ts";
import { useStore } from "../../../platform/store.ts";
import { newsStore, ownNewsStore } from "../store.ts";

/** Counts the news of questions, those of others a moment after they came and one's own at once: a list asks anew with each. */
export function useNews(): string {
  const heard = useCalm(useStore(newsStore, (news) => news));
  return `${useStore(ownNewsStore, (done) => done)} ${heard}`;
}
