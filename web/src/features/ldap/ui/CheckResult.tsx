import { faultText, outcomeText } from "../model.ts";
import type { Check } from "../api.ts";
import { t } from "../text.ts";

/** What trying a directory came to: in a sentence, and in the first people as they would be read. */
export function CheckResult({ result }: { result: Check | null }) {
  return (
    <div className="ldap-check">
      <p role="status" data-outcome={result?.outcome === "fine" ? "fine" : "bad"}>
        {result && outcomeText(result.outcome)}
      </p>
      {result && result.sample.length > 0 && (
        <>
          <p id="ldap-sample">{t.sample}</p>
          <div className="table-scroll" role="region" aria-labelledby="ldap-sample" tabIndex={0}>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t.person}</th>
                  <th scope="col">{t.attribute_login}</th>
                  <th scope="col">{t.attribute_number}</th>
                  <th scope="col">{t.attribute_unit}</th>
                  <th scope="col">{t.attribute_title}</th>
                  <th scope="col">{t.problem}</th>
                </tr>
              </thead>
              <tbody>
                {result.sample.map((person, place) => (
                  <tr key={person.permanent_id || place}>
                    <td>
                      {person.name}
                      <small className="block">{person.reading || t.noReading}</small>
                    </td>
                    <td>
                      {person.login}
                      {person.email && <small className="block">{person.email}</small>}
                    </td>
                    <td className="number">{person.number}</td>
                    <td>{person.unit}</td>
                    <td>{person.title}</td>
                    <td>
                      {person.fault ? <b className="field-error">{faultText(person.fault)}</b> : t.fine}
                      {person.disabled && <span className="tag">{t.stopped}</span>}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </div>
  );
}
