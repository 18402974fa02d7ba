import { lazy, Suspense, useEffect, useRef, type ReactNode } from "react";
import { Notices } from "../design/Notices.tsx";
import { Failed, Loading } from "../design/ListState.tsx";
import { printRoutes } from "../features/chat/routes.tsx";
import { memosPrintRoutes } from "../features/phone_memos/routes.tsx";
import { questionsPrintRoutes } from "../features/questions/routes.tsx";
import { slipsPrintRoutes } from "../features/slips/routes.tsx";
import { tasksPrintRoutes } from "../features/tasks/routes.tsx";
import { handoversPrintRoutes } from "../features/handovers/routes.tsx";
import { meetingWholeRoutes } from "../features/meetings/routes.tsx";
import { notesPrintRoutes } from "../features/notes/routes.tsx";
import { landingStore, nowhere, RETURN_PAGE } from "../features/oidc/store.ts";
import { LinkReturn, ProviderButtons, Return } from "../features/oidc/routes.tsx";
import { followLayout } from "../platform/layout.ts";
import { code, framed } from "../platform/place.ts";
import { elsewhere, placesStore } from "../platform/places.ts";
import { find, navigate, usePath } from "../platform/router.ts";
import { sessionStore, type Me } from "../platform/session.ts";
import { useStore } from "../platform/store.ts";
import { languageStore, withWords } from "../platform/texts.ts";
import { broadcastsPrintRoutes } from "./routes.tsx";
import { Shell } from "./Shell.tsx";
import { goOnAfter, phaseStore, signedIn, signOut, start, unlocked } from "./start.ts";

// Most starts find a session; who has none waits for these a moment longer.
const ofStart = <Name extends "SetUp" | "SignIn" | "ForcedPassword">(name: Name) => lazy(() => withWords(import("../features/identity/ui/Start.tsx")).then((part) => ({ default: part[name] })));
const SetUp = ofStart("SetUp");
const SignIn = ofStart("SignIn");
const ForcedPassword = ofStart("ForcedPassword");

const Watermark = lazy(() => import("./Watermark.tsx"));
const Visit = lazy(() => withWords(import("../features/identity/ui/Visit.tsx")));
const Operator = lazy(() => withWords(import("../features/identity/ui/operators/Operator.tsx")));
const Agree = lazy(() => withWords(import("../features/identity/ui/conditions/Agree.tsx")));
const ForcedFactor = lazy(() => withWords(import("../features/identity/ui/ForcedFactor.tsx")).then((part) => ({ default: part.ForcedFactor })));

const ofPlaces = <Name extends keyof typeof import("./places/around.ts")>(name: Name) => lazy(() => withWords(import("./places/around.ts")).then((part) => ({ default: part[name] })));
const Switcher = ofPlaces("Switcher");
const Band = ofPlaces("Band");
const Beside = ofPlaces("Beside");
const Nowhere = ofPlaces("Nowhere");

/** Where somebody comes in by a link and a PIN. */
const VISIT_PAGE = "/visit";

// The colour with which everybody begins.
const PLAIN = "indigo";

function Body(): ReactNode {
  const { phase, error, organisation } = useStore(phaseStore, (state) => state);
  const path = usePath();
  const { step } = useStore(landingStore, (landing) => landing);
  const me = useStore(sessionStore, (session) => session);
  if (phase === "set_up") {
    // An organisation without people and rooms has nothing to talk about: its administrator begins where these are made.
    const done = (who: Me) => {
      navigate("/admin");
      void signedIn(who);
    };
    return <SetUp onDone={done} />;
  }
  if (phase === "sign_in" || (phase !== "loading" && phase !== "failed" && phase !== "nowhere" && !me)) {
    const done = (who: Me) => {
      landingStore.set(nowhere);
      void signedIn(who);
    };
    if (path === RETURN_PAGE) return <Return onDone={done} />;
    if (path === VISIT_PAGE) return <Visit organisation={organisation} me={null} onDone={done} onSignOut={() => void signOut()} />;
    return <SignIn organisation={organisation} reason={phase === "sign_in" ? error : null} begun={step} others={<Suspense fallback={null}><ProviderButtons /></Suspense>} onDone={done} />;
  }
  if (phase === "nowhere") return <Nowhere />;
  if (phase === "password" && me) return <ForcedPassword onDone={() => void goOnAfter()} onSignOut={() => void signOut()} />;
  if (phase === "factor" && me) return <ForcedFactor onDone={() => void goOnAfter()} onSignOut={() => void signOut()} />;
  if (phase === "agreement" && me) return <Agree onDone={() => void goOnAfter()} onSignOut={() => void signOut()} />;
  if (phase === "operator" && me) return <Operator onDone={(who) => void unlocked(who)} onSignOut={() => void signOut()} />;
  if (phase === "failed")
    return (
      <main className="start">
        <Failed error={error} retry={() => void start()} />
      </main>
    );
  if (phase === "loading")
    return (
      <main className="start">
        <Loading />
      </main>
    );
  if (path === RETURN_PAGE) return <LinkReturn />;
  if (path === VISIT_PAGE && me) return <Visit organisation={me.organisation} me={me} onDone={(who) => void signedIn(who)} onSignOut={() => void signOut()} />;
  const printed = find([...printRoutes, ...handoversPrintRoutes, ...notesPrintRoutes, ...meetingWholeRoutes, ...broadcastsPrintRoutes, ...memosPrintRoutes, ...slipsPrintRoutes, ...questionsPrintRoutes, ...tasksPrintRoutes], path);
  return printed ? printed.value(printed.params) : <Shell />;
}

export function App() {
  const language = useStore(languageStore, (value) => value);
  const me = useStore(sessionStore, (session) => session);
  const { phase, organisation: told } = useStore(phaseStore, (state) => state);
  const several = useStore(placesStore, elsewhere);
  const own = useRef<HTMLDivElement>(null);
  const textSize = me?.settings.text_size ?? 100;
  useEffect(() => (own.current ? followLayout(textSize, own.current) : undefined), [textSize, language]);
  const organisation = me?.organisation ?? told;
  // What is shown beside stays although somebody signs out of it.
  const around = useRef(false);
  around.current ||= several && !framed;
  // A town alone looks as it always did.
  const colour = several || code !== null || organisation?.colour !== PLAIN ? organisation?.colour : undefined;
  useEffect(() => {
    if (colour) document.documentElement.dataset.place = colour;
    else delete document.documentElement.dataset.place;
  }, [colour]);
  // Whoever is signed in has what is unread in the title too.
  const title = me ? null : organisation?.name;
  useEffect(() => {
    if (title) document.title = `${title} - Engawa`;
  }, [title]);
  return (
    // Texts are read while drawing: another language draws everything anew.
    <div key={language} className="app" data-several={several || undefined} data-framed={framed || undefined}>
      <Suspense fallback={null}>{around.current && <Switcher />}</Suspense>
      <div ref={own} className="own">
        <Suspense fallback={null}>{me && phase !== "sign_in" && !framed && (several || code !== null) && <Band organisation={me.organisation} />}</Suspense>
        <Suspense fallback={<Loading />}>
          <Body />
        </Suspense>
        {me?.watermark && <Suspense fallback={null}>{<Watermark />}</Suspense>}
      </div>
      <Suspense fallback={null}>{around.current && <Beside />}</Suspense>
      <Notices />
    </div>
  );
}
