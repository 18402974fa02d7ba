import { DOMSerializer, Node } from "prosemirror-model";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Id } from "../../../platform/ids.ts";
import { useStore } from "../../../platform/store.ts";
import { loadFiles } from "../actions.files.ts";
import { addressOf } from "../api.files.ts";
import type { NoteFile } from "../model.files.ts";
import { namedIn, schema } from "../model.schema.ts";
import { filesStore } from "../store.files.ts";
import { drawFile } from "./editor/fileBody.ts";
import "./editor/editor.css";

/** Files of a page by their ids, and where the bytes of one are given out. */
export interface PageFiles {
  files: Readonly<Record<Id, NoteFile>>;
  at: (file: Id) => string;
}

/** A page that is only read, as it was or to be printed: its files are those of its `note`, or `given` where they are had otherwise. */
export function ReadPage({ doc, note = null, given = null }: { doc: unknown; note?: Id | null; given?: PageFiles | null }) {
  const place = useRef<HTMLDivElement>(null);
  const known = useStore(filesStore, (all) => (note ? all[note] : undefined));
  const files = given ? given.files : known;
  const [page] = useState(() => new WeakMap<object, Node>());
  useEffect(() => {
    // Fetched only for a page that names one.
    if (note && namedIn(read(doc, page)).length > 0) void loadFiles(note).catch(() => undefined);
  }, [doc, note, page]);
  const figures = useRef<(readonly [HTMLElement, Node["attrs"]])[]>([]);
  useLayoutEffect(() => {
    const made: (readonly [HTMLElement, Node["attrs"]])[] = [];
    const file = ({ attrs }: Node) => {
      const figure = document.createElement("figure");
      made.push([figure, attrs]);
      return figure;
    };
    const serializer = new DOMSerializer({ ...DOMSerializer.nodesFromSchema(schema), file }, DOMSerializer.marksFromSchema(schema));
    // Drawn from its nodes, never from a text of tags.
    place.current?.replaceChildren(serializer.serializeFragment(read(doc, page).content));
    figures.current = made;
  }, [doc, page]);
  useLayoutEffect(() => {
    // In their places: whoever shows the page knows its blocks by now.
    const at = given ? given.at : note ? (id: Id) => addressOf(note, id) : null;
    for (const [figure, attrs] of figures.current) drawFile(figure, attrs, { at, files, small: given === null, view: null, isStop: true, press: false });
  }, [doc, note, given, files, page]);
  return <div ref={place} className="note-page note-read" data-blocks="" />;
}

/** A page of nodes, made once of what came over the wire. */
function read(doc: unknown, known: WeakMap<object, Node>): Node {
  const key = doc as object;
  const made = known.get(key) ?? Node.fromJSON(schema, doc);
  known.set(key, made);
  return made;
}
