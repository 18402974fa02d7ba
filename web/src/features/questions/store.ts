import { ears } from "../../platform/live.ts";
import { createStore } from "../../platform/store.ts";

/** How often something was heard that may belong in a list of questions: whoever shows one asks anew, a moment later. */
export const newsStore = createStore(0);

/** How often something was done here with a question: whoever shows a list asks anew at once. */
export const doneStore = createStore(0);

/** Something was done here with a question. */
export const news = () => doneStore.update((done) => done + 1);

const heard = () => newsStore.update((count) => count + 1);

for (const kind of ["changed", "gone", "faq_changed", "faq_gone", "faq_ordered", "private_changed", "private_gone"]) ears.set(`questions.${kind}`, heard);
