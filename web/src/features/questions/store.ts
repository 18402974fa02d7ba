import { ears, FRESH, type LiveEvent } from "../../platform/live.ts";
import { createStore } from "../../platform/store.ts";

/** How often something was heard that may belong in a list of questions: whoever shows one asks anew, a moment later. */
export const newsStore = createStore(0);

/** How often something was done here with a question: whoever shows a list asks anew at once. */
export const ownNewsStore = createStore(0);

const heard = () => newsStore.update((before) => before + 1);

// What was missed may have been about any of them.
ears.set(`${FRESH}/questions`, heard);

/** Something was done here with a question. */
export const news = () => ownNewsStore.update((before) => before + 1);

/** What else listens to what is told of questions. */
export const hearers = new Set<(event: LiveEvent) => void>();

for (const kind of ["changed", "gone", "faq_changed", "faq_gone", "faq_ordered", "private_changed", "private_gone", "responders_changed", "called", "call_heard"])
  ears.set(`questions.${kind}`, (event: LiveEvent) => {
    for (const hear of hearers) hear(event);
    heard();
  });
