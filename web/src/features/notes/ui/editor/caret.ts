import type { EditorView } from "prosemirror-view";
import { ySyncPluginKey } from "y-prosemirror";
import * as Y from "yjs";

/** What the binding of the editor notes of a selection before something is written from elsewhere. */
interface Chosen {
  anchor: Y.RelativePosition | null;
  head: Y.RelativePosition | null;
}

/**
 * A place that goes on with the letter before it, where that was written here. As the editor has it, it goes on with the letter behind, so
 * that whoever is in the middle of a word would be put behind what others wrote at the same place meanwhile, with the rest of the word.
 */
export function behindOwn(doc: Y.Doc, place: Y.RelativePosition): Y.RelativePosition {
  const at = Y.createAbsolutePositionFromRelativePosition(place, doc);
  if (!(at?.type instanceof Y.XmlText) || at.index === 0) return place;
  const behind = Y.createRelativePositionFromTypeIndex(at.type, at.index, -1);
  return behind.item?.client === doc.clientID ? behind : place;
}

/** Lets the caret stay with the words that are being written, whatever comes from elsewhere; until it is called. */
export function keepCaret(view: EditorView, doc: Y.Doc): () => void {
  const { binding } = ySyncPluginKey.getState(view.state) as { binding: { beforeTransactionSelection: Chosen | null } };
  // The binding was there first: it has noted where the selection is.
  const before = () => {
    const chosen = binding.beforeTransactionSelection;
    if (!chosen?.anchor || !chosen.head || !view.state.selection.empty) return;
    const place = behindOwn(doc, chosen.head);
    binding.beforeTransactionSelection = { ...chosen, anchor: place, head: place };
  };
  doc.on("beforeAllTransactions", before);
  return () => doc.off("beforeAllTransactions", before);
}
