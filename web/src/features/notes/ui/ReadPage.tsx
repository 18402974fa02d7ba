import { DOMSerializer, Node } from "prosemirror-model";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Id } from "../../../platform/ids.ts";
import { useStore } from "../../../platform/store.ts";
import { loadFiles } from "../actions.files.ts";
import { namedIn, schema } from "../model.schema.ts";
import { filesStore } from "../store.files.ts";
import { drawFile } from "./editor/fileBody.ts";
import "./editor/editor.css";

/** A page that is only read, as it was or to be printed; of a note whose files are not to be had here there is no `note`. */
export function ReadPage({ doc, note = null }: { doc: unknown; note?: Id | null }) {
  const place = useRef<HTMLDivElement>(null);
  const files = useStore(filesStore, (all) => (note ? all[note] : undefined));
  const [page] = useState(() => new WeakMap<object, Node>());
  useEffect(() => {
    // Fetched only for a page that names one.
    if (note && namedIn(read(doc, page)).length > 0) void loadFiles(note).catch(() => undefined);
  }, [doc, note, page]);
  useLayoutEffect(() => {
    const file = ({ attrs }: Node) => {
      const figure = document.createElement("figure");
      drawFile(figure, attrs, { note, files, view: null, isStop: true, press: false });
      return figure;
    };
    const serializer = new DOMSerializer({ ...DOMSerializer.nodesFromSchema(schema), file }, DOMSerializer.marksFromSchema(schema));
    // Drawn from its nodes, never from a text of tags.
    place.current?.replaceChildren(serializer.serializeFragment(read(doc, page).content));
  }, [doc, note, files, page]);
  return <div ref={place} className="note-page note-read" data-blocks="" />;
}

/** A page of nodes, made once of what came over the wire. */
function read(doc: unknown, known: WeakMap<object, Node>): Node {
  const key = doc as object;
  const made = known.get(key) ?? Node.fromJSON(schema, doc);
  known.set(key, made);
  return made;
}
