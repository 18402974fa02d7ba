import { useMe } from "../../../../platform/session.ts";
import { t } from "../../text.ts";
import { asPostText } from "../names.ts";
import type { AsPost } from "./asPost.ts";

/** As whose holder one writes here: quiet, and only there for those who have a choice. */
export default function PostChooser({ as }: { as: AsPost }) {
  const main = useMe().person.posts.find(({ kind }) => kind === "main");
  return (
    <select className="composer-as" aria-label={t.writeAs} title={t.writeAs} data-chosen={as.post !== null || undefined} value={as.post ?? ""} onChange={(event) => as.choose(event.target.value || null)}>
      <option value="">{main ? t.asUsual(main.name) : t.asNobody}</option>
      {as.posts.map((post) => (
        <option key={post.id} value={post.id}>
          {t.asPost(asPostText(post))}
        </option>
      ))}
    </select>
  );
}
