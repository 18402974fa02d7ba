import { DOMSerializer, Node } from "prosemirror-model";
import { useLayoutEffect, useRef } from "react";
import { schema } from "../model.schema.ts";
import "./editor/editor.css";

/** A page that is only read, as it was or to be printed. */
export function ReadPage({ doc }: { doc: unknown }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    // Drawn from its nodes, never from a text of tags.
    place.current?.replaceChildren(DOMSerializer.fromSchema(schema).serializeFragment(Node.fromJSON(schema, doc).content));
  }, [doc]);
  return <div ref={place} className="note-page note-read" />;
}
