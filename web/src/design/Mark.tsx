import { shortName } from "../platform/marks.ts";

interface Props {
  organisation: { name: string; colour: string };
  /** Those from which it has to be told apart. */
  among: readonly { name: string }[];
}

/** An organisation's colour, with what tells its name from others; the whole name stands beside it. */
export function Mark({ organisation: { name, colour }, among }: Props) {
  return (
    <span className="place-mark" data-place={colour} aria-hidden="true">
      {shortName(name, among.map((other) => other.name))}
    </span>
  );
}
