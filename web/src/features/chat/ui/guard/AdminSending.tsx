import { useArrival } from "../../../../design/useArrival.ts";
import { t } from "../../text.guard.ts";
import { FloorSection } from "../downloads/FloorSection.tsx";
import { GuardSection } from "./GuardSection.tsx";
import { OutsideSection } from "./OutsideSection.tsx";

/** What is looked at before something is sent, for those who look after rooms. */
export default function AdminSending() {
  const title = useArrival();
  return (
    <section className="admin-page" aria-labelledby="sending-title">
      <h1 id="sending-title" ref={title} tabIndex={-1}>
        {t.page}
      </h1>
      <GuardSection />
      <OutsideSection />
      <FloorSection />
    </section>
  );
}
