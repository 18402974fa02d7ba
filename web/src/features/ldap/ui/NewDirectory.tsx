import { useState } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { useArrival } from "../../../design/useArrival.ts";
import { newId } from "../../../platform/ids.ts";
import { Link, navigate } from "../../../platform/router.ts";
import * as api from "../api.ts";
import { t } from "../text.ts";
import { DirectoryForm } from "./DirectoryForm.tsx";

/** A directory that is being added. */
export default function NewDirectory() {
  // The same id for every try: a press that is repeated makes no second one.
  const [fresh] = useState(newId);
  const title = useArrival();
  const save = async (settings: api.Settings, password: string | null) => {
    const { id } = await api.makeDirectory({ id: fresh, settings, password });
    navigate(`/admin/links/directories/${id}`);
  };
  return (
    <section className="admin-page" aria-labelledby="ldap-title">
      <Link className="ldap-back" href="/admin/links/directories">
        <Icon name="back" size={18} />
        {t.toList}
      </Link>
      <h1 id="ldap-title" ref={title} tabIndex={-1}>
        {t.add}
      </h1>
      <DirectoryForm kept={null} onSave={save} onCancel={() => navigate("/admin/links/directories")} />
    </section>
  );
}
