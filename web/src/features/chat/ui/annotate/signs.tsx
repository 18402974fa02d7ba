import type { Tool } from "./act.ts";

const PATHS: Record<Tool | "undo" | "redo" | "next" | "whole", string> = {
  choose: "M6 3l12 9-6 1 3.500 6-2.500 1.500L9.500 14 6 18z",
  pen: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
  marker: "M9 15l-3-3 9-9 6 6-9 9zM6 12l-2 5 3 3 5-2M3 21h6",
  arrow: "M5 19L19 5M10 5h9v9",
  box: "M4 6h16v12H4z",
  ellipse: "M12 19c5 0 9-3 9-7s-4-7-9-7-9 3-9 7 4 7 9 7z",
  words: "M5 6V4h14v2M12 4v16M9 20h6",
  cover: "M4 6h16v12H4zM4 10l4-4M4 14l8-8M4 18L16 6M8 18L20 6M12 18l8-8M16 18l4-4",
  mosaic: "M4 4h16v16H4zM4 9.300h16M4 14.600h16M9.300 4v16M14.600 4v16",
  undo: "M9 6L4 11l5 5M4 11h10a5 5 0 0 1 0 10h-3",
  redo: "M15 6l5 5-5 5M20 11H10a5 5 0 0 0 0 10h3",
  next: "M4 5h9v9H4zM16 10h4v9h-9v-3",
  whole: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
};

/** The sign of a tool; the button around it has its name. */
export function Sign({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg className="icon" width="1.25rem" height="1.25rem" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
