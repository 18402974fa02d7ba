import { useState } from "react";
import { DayField } from "../../../design/days/DayField.tsx";
import { SelectField } from "../../../design/Field.tsx";
import { Icon } from "../../../design/Icon.tsx";
import { dayOf } from "../../../platform/dates.ts";
import { useLoad } from "../../../platform/load.ts";
import type { Post } from "../../../platform/people.ts";
import { may } from "../../../platform/powers.ts";
import { useMe } from "../../../platform/session.ts";
import { useUnits } from "../../../platform/units.ts";
import * as api from "../api.ts";
import { postKindText } from "../model.ts";
import { t } from "../text.ts";
import "./directory.css";

const KINDS: Post["kind"][] = ["main", "concurrent", "acting", "seconded"];

/** The posts of a person, each with its days. */
export function PostFields({ posts, onChange }: { posts: api.PostInput[]; onChange: (posts: api.PostInput[]) => void }) {
  const me = useMe();
  // Nobody posts people where they do not look after them; where somebody is already stays readable.
  const [held] = useState(() => new Set(posts.map((post) => post.unit_id)));
  const units = useUnits().filter((unit) => held.has(unit.id) || may(me, "people", "change", unit.id));
  const titles = useLoad("titles", async () => (await api.titles()).items);
  const ranked = [...(titles.value ?? [])].sort((a, b) => a.rank - b.rank);
  const change = (index: number, part: Partial<api.PostInput>) => onChange(posts.map((post, at) => (at === index ? { ...post, ...part } : post)));
  return (
    <fieldset className="choice">
      <legend>{t.posts}</legend>
      {posts.map((post, index) => (
        <div key={index} className="post-fields">
          <SelectField label={t.unit} required value={post.unit_id} onChange={(event) => change(index, { unit_id: event.target.value })}>
            <option value="">{t.choose}</option>
            {units.map((unit) => (
              <option key={unit.id} value={unit.id}>
                {`${"　".repeat(unit.depth)}${unit.name}`}
              </option>
            ))}
          </SelectField>
          <SelectField label={t.title} value={post.title_id ?? ""} onChange={(event) => change(index, { title_id: event.target.value || null })}>
            <option value="">{t.noTitle}</option>
            {ranked.map((title) => (
              <option key={title.id} value={title.id}>
                {title.name}
              </option>
            ))}
          </SelectField>
          <SelectField label={t.postKind} value={post.kind} onChange={(event) => change(index, { kind: event.target.value as Post["kind"] })}>
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {postKindText(kind)}
              </option>
            ))}
          </SelectField>
          <DayField label={t.validFrom} required value={post.valid_from} onChange={(next) => change(index, { valid_from: next })} />
          <DayField label={t.validTo} value={post.valid_to ?? ""} onChange={(next) => change(index, { valid_to: next || null })} />
          {posts.length > 1 && (
            <button type="button" className="icon-button" aria-label={t.removePost} title={t.removePost} onClick={() => onChange(posts.filter((_, at) => at !== index))}>
              <Icon name="close" />
            </button>
          )}
        </div>
      ))}
      <div>
        <button type="button" className="button small" onClick={() => onChange([...posts, { unit_id: "", title_id: null, kind: "concurrent", valid_from: dayOf(Date.now()), valid_to: null }])}>
          <Icon name="plus" size={16} />
          {t.addPost}
        </button>
      </div>
    </fieldset>
  );
}
