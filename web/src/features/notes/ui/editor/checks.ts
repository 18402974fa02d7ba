import type { Node } from "prosemirror-model";
import type { EditorView, NodeView } from "prosemirror-view";
import * as Y from "yjs";
import { ySyncPluginKey } from "y-prosemirror";
import { t } from "../../text.ts";

/** Who wrote with a number, by name. */
export type NameOf = (writer: number) => string | null;

/** The element of the shared document that a node of the page stands for. */
function elementOf(view: EditorView, node: Node): Y.XmlElement | null {
  const binding = (ySyncPluginKey.getState(view.state) as { binding?: { mapping: Map<unknown, unknown> } } | undefined)?.binding;
  for (const [element, drawn] of binding?.mapping ?? []) if (drawn === node && element instanceof Y.XmlElement) return element;
  return null;
}

/** Who ticked an item: whoever wrote the attribute, as its number in the shared document says. */
export function tickerOf(view: EditorView, node: Node, nameOf: NameOf): string | null {
  if (!node.attrs.checked) return null;
  const entry = elementOf(view, node)?._map.get("checked");
  return entry ? nameOf(entry.id.client) : null;
}

/** An item with its box. The box is pressed, and told of as a check box; in the text Ctrl+Enter does the same. */
export function checkItem(nameOf: NameOf) {
  return (node: Node, view: EditorView, getPos: () => number | undefined): NodeView => {
    const dom = document.createElement("li");
    const box = document.createElement("button");
    const words = document.createElement("div");
    const by = document.createElement("span");
    box.type = "button";
    box.className = "note-box";
    box.contentEditable = "false";
    box.setAttribute("role", "checkbox");
    // Reached from the text by its key, and by Tab from outside of it: one stop for each item would be too many.
    box.tabIndex = -1;
    by.className = "note-ticker";
    by.contentEditable = "false";
    words.className = "note-item";
    dom.append(box, words, by);
    let shown = node;
    const draw = () => {
      const checked = Boolean(shown.attrs.checked);
      dom.dataset.checked = String(checked);
      box.setAttribute("aria-checked", String(checked));
      box.setAttribute("aria-label", checked ? t.untick : t.tick);
      box.disabled = !view.editable;
      // The shared document is brought up to date after the page was drawn.
      requestAnimationFrame(() => {
        const name = checked ? tickerOf(view, shown, nameOf) : null;
        by.textContent = name ?? "";
        by.title = name ? t.tickedBy(name) : "";
      });
    };
    box.addEventListener("click", (event) => {
      event.preventDefault();
      const at = getPos();
      if (at === undefined || !view.editable) return;
      view.dispatch(view.state.tr.setNodeAttribute(at, "checked", !shown.attrs.checked));
    });
    draw();
    return {
      dom,
      contentDOM: words,
      update(next) {
        if (next.type !== node.type) return false;
        shown = next;
        draw();
        return true;
      },
      stopEvent: (event) => event.target === box,
      ignoreMutation: (mutation) => !words.contains(mutation.target),
    };
  };
}
