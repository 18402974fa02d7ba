import { lazy, Suspense, useState, type KeyboardEvent } from "react";
import { Icon } from "../../../design/Icon.tsx";
import { Empty } from "../../../design/ListState.tsx";
import { belongsToInputMethod } from "../../../platform/ime.ts";
import { Link, navigate, usePath } from "../../../platform/router.ts";
import { withWords } from "../../../platform/texts.ts";
import { useUnits } from "../../../platform/units.ts";
import { pathTo, treeOf, type Branch } from "../model.ts";
import { t } from "../text.ts";
import "./directory.css";

const RotaLinks = lazy(() => withWords(import("./rotas/RotaLinks.tsx")));

/** The organisation chart in 建制順; the arrow keys open, close and move as in any tree. */
export default function OrgTree() {
  const units = useUnits();
  const current = /^\/units\/([^/]+)/.exec(usePath())?.[1] ?? null;
  const [open, setOpen] = useState<ReadonlySet<string> | null>(null);
  const roots = treeOf(units);
  // At first the top level is open, and the way to the unit on screen.
  const opened = open ?? new Set([...(roots.length < 8 ? roots.map((root) => root.unit.id) : []), ...pathTo(units, current)]);
  const toggle = (id: string, on: boolean) => {
    const next = new Set(opened);
    if (on) next.add(id);
    else next.delete(id);
    setOpen(next);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (belongsToInputMethod(event)) return;
    const links = [...event.currentTarget.querySelectorAll<HTMLElement>("a")];
    const at = links.indexOf(document.activeElement as HTMLElement);
    const id = links[at]?.dataset.unit;
    if (event.key === "ArrowDown") links[at + 1]?.focus();
    else if (event.key === "ArrowUp") links[Math.max(0, at - 1)]?.focus();
    else if (event.key === "ArrowRight" && id) toggle(id, true);
    else if (event.key === "ArrowLeft" && id) toggle(id, false);
    else return;
    event.preventDefault();
  };

  const branch = ({ unit, children }: Branch) => {
    const isOpen = opened.has(unit.id);
    return (
      <li key={unit.id}>
        <div className="org-row" style={{ paddingInlineStart: `${unit.depth * 0.875}rem` }}>
          {children.length > 0 ? (
            <button type="button" className="icon-button small" aria-expanded={isOpen} aria-label={isOpen ? t.closeBranch(unit.name) : t.openBranch(unit.name)} tabIndex={-1} onClick={() => toggle(unit.id, !isOpen)}>
              <Icon name={isOpen ? "down" : "right"} size={14} />
            </button>
          ) : (
            <span className="org-gap" />
          )}
          <Link className="room-link" href={`/units/${unit.id}`} data-unit={unit.id} aria-current={unit.id === current ? "page" : undefined} aria-expanded={children.length > 0 ? isOpen : undefined}>
            <span className="room-name">{unit.name}</span>
            <small>{unit.head_count}</small>
          </Link>
        </div>
        {isOpen && children.length > 0 && <ul>{children.map(branch)}</ul>}
      </li>
    );
  };

  return (
    // The arrows move between the links, which hold the focus themselves.
    <nav className="org-tree" aria-label={t.orgChart} onKeyDown={onKeyDown}>
      <h2>{t.orgChart}</h2>
      <Suspense>
        <RotaLinks unit={null} />
      </Suspense>
      <ul>
        <li>
          <div className="org-row">
            <span className="org-gap" />
            <Link className="room-link" href="/people" aria-current={current === null ? "page" : undefined}>
              <span className="room-name">{t.everybody}</span>
            </Link>
          </div>
        </li>
        {roots.map(branch)}
      </ul>
      {units.length === 0 && (
        <Empty icon="unit" title={t.noUnits}>
          <button type="button" className="link-button" onClick={() => navigate("/people")}>
            {t.everybody}
          </button>
        </Empty>
      )}
    </nav>
  );
}
