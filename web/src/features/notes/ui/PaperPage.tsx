import { useEffect } from "react";
import { Failed, Loading } from "../../../design/ListState.tsx";
import { useLoad } from "../../../platform/load.ts";
import type { PaperProps } from "../../../platform/papers.ts";
import { paperOf } from "../actions.paper.ts";
import { ReadPage } from "./ReadPage.tsx";
import "./notes.css";

/** A note as another feature shows it, to be read. */
export default function PaperPage({ id, upto, onDrawn }: PaperProps) {
  const { value, error, reload } = useLoad(`${id} ${upto}`, () => paperOf(id, upto));
  useEffect(() => {
    if (value) onDrawn();
  }, [value, onDrawn]);
  if (value) return <ReadPage doc={value} note={id} />;
  return error ? <Failed error={error} retry={reload} /> : <Loading />;
}
