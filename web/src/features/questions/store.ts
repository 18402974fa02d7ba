import { ears } from "../../platform/live.ts";
import { createStore } from "../../platform/store.ts";

/** How often something was heard or done that may belong in a list of questions: whoever shows one asks anew. */
export const newsStore = createStore(0);

/** Something was done here with a question. */
export const news = () => newsStore.update((heard) => heard + 1);

for (const kind of ["changed", "gone", "faq_changed", "faq_gone", "faq_ordered", "private_changed", "private_gone"]) ears.set(`questions.${kind}`, news);
