/** How many wait, as a mark beside the place that leads to them; `words` says it to who does not see it. */
export function CountMark({ count, words }: { count: number; words: string }) {
  return (
    <b className="badge mention">
      <span aria-hidden="true">{count > 99 ? "99+" : count}</span>
      <span className="visually-hidden">{words}</span>
    </b>
  );
}
