import { Icon } from "../../../../design/Icon.tsx";
import { useLoad } from "../../../../platform/load.ts";
import { Link } from "../../../../platform/router.ts";
import * as api from "../../api.rotas.ts";
import { t } from "../../text.rotas.ts";

/** The way to rotas: all that one may read, or those of a unit. Nothing where there are none. */
export default function RotaLinks({ unit }: { unit: string | null }) {
  const list = useLoad("rotas", async () => (await api.rotas()).items);
  const rotas = (list.value ?? []).filter((rota) => unit === null || rota.unit_id === unit);
  if (rotas.length === 0) return null;
  const links = unit === null ? [{ href: "/rotas", name: t.rotas }] : rotas.map(({ id, name }) => ({ href: `/rotas/${id}`, name: `${t.rotas} ${name}` }));
  return (
    <>
      {links.map(({ href, name }) => (
        <Link key={href} className="button small" href={href}>
          <Icon name="clock" size={16} />
          {name}
        </Link>
      ))}
    </>
  );
}
