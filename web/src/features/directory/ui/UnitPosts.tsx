import { useLoad } from "../../../platform/load.ts";
import { useFindable } from "../../../platform/people.ts";
import { Link } from "../../../platform/router.ts";
import * as api from "../api.ts";
import { toPost } from "../model.ts";
import { t } from "../text.ts";

/** The posts of a unit to which one can write, whoever holds them. */
export function UnitPosts({ unit }: { unit: string }) {
  const findable = useFindable();
  const found = useLoad(`posts ${unit} ${findable}`, () => api.posts(unit));
  const posts = found.value?.items ?? [];
  if (posts.length === 0) return null;
  return (
    <details className="unit-posts">
      <summary>{t.unitPosts}</summary>
      <ul>
        {posts.map((post) => (
          <li key={post.title_id ?? ""}>
            <Link href={toPost(post.unit_id, post.title_id)} aria-label={t.writeTo(post.name)}>
              {post.name}
            </Link>
          </li>
        ))}
      </ul>
    </details>
  );
}
