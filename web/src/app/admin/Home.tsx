import { Icon } from "../../design/Icon.tsx";
import { useLoad } from "../../platform/load.ts";
import { Link } from "../../platform/router.ts";
import { useMe } from "../../platform/session.ts";
import { adminGroups } from "../SideNav.tsx";
import { t as nav } from "../text.nav.ts";
import { WaitingMark } from "../WaitingMark.tsx";
import * as api from "./api.ts";
import { Findings } from "./Findings.tsx";
import { STEPS, stepsLeft, type Step } from "./model.ts";
import { hints } from "./text.hints.ts";
import { t } from "./text.ts";
import "./admin.css";

/** The administration's front page. */
export default function AdminHome() {
  const me = useMe();
  return (
    <section className="admin-page" aria-labelledby="admin-title">
      <h1 id="admin-title">{nav.administration}</h1>
      {me.rights === "administrator" && <ToDo />}
      {adminGroups(me).map(([group, items], place) => (
        <section key={group} aria-labelledby={`admin-group-${place}`}>
          <h2 id={`admin-group-${place}`}>{group}</h2>
          <ul className="admin-tiles">
            {items.map(([href, icon, label]) => (
              <li key={href}>
                <Link className="admin-tile" href={href}>
                  <Icon name={icon} size={24} />
                  <span>
                    <span className="admin-tile-name">
                      {label}
                      <WaitingMark at={href} />
                    </span>
                    <small className="block">{hints[href as keyof typeof hints]}</small>
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}

/** What an administrator should look after first. The page is of use without: what cannot be asked is left out. */
function ToDo() {
  const { value } = useLoad("condition", api.condition);
  if (!value) return null;
  const left = stepsLeft(value);
  return (
    <>
      {value.findings.length > 0 && (
        <div className="admin-todo">
          <Findings findings={value.findings} />
          <Link href="/admin/condition">{t.toCondition}</Link>
        </div>
      )}
      {left.length > 0 && <FirstSteps left={left} />}
    </>
  );
}

function FirstSteps({ left }: { left: readonly Step[] }) {
  return (
    <section className="admin-todo" aria-labelledby="first-steps">
      <h2 id="first-steps">{t.firstSteps}</h2>
      <p className="hint">{t.firstStepsHint}</p>
      <ol className="first-steps">
        {STEPS.map((step) => {
          const open = left.includes(step);
          return (
            <li key={step} data-done={open ? undefined : true}>
              <span className="tag">{open ? t.stepOpen : t.stepDone}</span>
              <span>
                <Link href={`/admin/${step}`}>{t[`${step}Step`]}</Link>
                <small className="block">{t[`${step}StepHint`]}</small>
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
