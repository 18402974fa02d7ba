import { lazy, Suspense, useEffect, type ReactNode } from "react";
import { Notices } from "../design/Notices.tsx";
import { Failed, Loading } from "../design/ListState.tsx";
import { printRoutes } from "../features/chat/routes.tsx";
import { landingStore, nowhere, RETURN_PAGE } from "../features/oidc/store.ts";
import { LinkReturn, ProviderButtons, Return } from "../features/oidc/routes.tsx";
import { followLayout } from "../platform/layout.ts";
import { find, usePath } from "../platform/router.ts";
import { sessionStore, type Me } from "../platform/session.ts";
import { useStore } from "../platform/store.ts";
import { languageStore, withWords } from "../platform/texts.ts";
import { Shell } from "./Shell.tsx";
import { goOnAfter, phaseStore, signedIn, signOut, start, unlocked } from "./start.ts";

// Most starts find a session; who has none waits for these a moment longer.
const SetUp = lazy(() => import("../features/identity/ui/Start.tsx").then((part) => ({ default: part.SetUp })));
const SignIn = lazy(() => import("../features/identity/ui/Start.tsx").then((part) => ({ default: part.SignIn })));
const ForcedPassword = lazy(() => import("../features/identity/ui/Start.tsx").then((part) => ({ default: part.ForcedPassword })));

const Operator = lazy(() => withWords(import("../features/identity/ui/operators/Operator.tsx")));
const ForcedFactor = lazy(() => import("../features/identity/ui/ForcedFactor.tsx").then((part) => ({ default: part.ForcedFactor })));

function Body(): ReactNode {
  const { phase, error, organisation } = useStore(phaseStore, (state) => state);
  const path = usePath();
  const { step } = useStore(landingStore, (landing) => landing);
  const me = useStore(sessionStore, (session) => session);
  if (phase === "set_up") return <SetUp onDone={(who) => void signedIn(who)} />;
  if (phase === "sign_in" || (phase !== "loading" && phase !== "failed" && !me)) {
    const done = (who: Me) => {
      landingStore.set(nowhere);
      void signedIn(who);
    };
    if (path === RETURN_PAGE) return <Return onDone={done} />;
    return <SignIn organisation={organisation} reason={phase === "sign_in" ? error : null} begun={step} others={<Suspense fallback={null}><ProviderButtons /></Suspense>} onDone={done} />;
  }
  if (phase === "password" && me) return <ForcedPassword onDone={() => void goOnAfter()} onSignOut={() => void signOut()} />;
  if (phase === "factor" && me) return <ForcedFactor onDone={() => void goOnAfter()} onSignOut={() => void signOut()} />;
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
  const printed = find(printRoutes, path);
  return printed ? printed.value(printed.params) : <Shell />;
}

export function App() {
  const language = useStore(languageStore, (value) => value);
  const textSize = useStore(sessionStore, (me) => me?.settings.text_size ?? 100);
  useEffect(() => followLayout(textSize), [textSize]);
  return (
    // Texts are read while drawing: another language draws everything anew.
    <div key={language} className="app">
      <Suspense fallback={<Loading />}>
        <Body />
      </Suspense>
      <Notices />
    </div>
  );
}
