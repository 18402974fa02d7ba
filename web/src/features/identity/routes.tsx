import { lazy, Suspense, type ReactNode } from "react";
import { Loading } from "../../design/ListState.tsx";
import { withWords } from "../../platform/texts.ts";

const Settings = lazy(() => withWords(import("./ui/Settings.tsx")));
const SignInMethods = lazy(() => withWords(import("./ui/SignInMethods.tsx")));
const Profile = lazy(() => withWords(import("./ui/Profile.tsx")));
const Accounts = lazy(() => withWords(import("./ui/Accounts.tsx")));
const LettersPage = lazy(() => withWords(import("./ui/letters/LettersPage.tsx")));
const SignInRules = lazy(() => withWords(import("./ui/SignInRules.tsx")));
const Audit = lazy(() => withWords(import("./ui/Audit.tsx")));
const AdminConditions = lazy(() => withWords(import("./ui/conditions/AdminConditions.tsx")));
const Organisations = lazy(() => withWords(import("./ui/organisations/Organisations.tsx")));
const NewOrganisation = lazy(() => withWords(import("./ui/organisations/NewOrganisation.tsx")));
const OwnOrganisation = lazy(() => withWords(import("./ui/organisations/OwnOrganisation.tsx")));

const later = (part: ReactNode) => <Suspense fallback={<Loading />}>{part}</Suspense>;

/** The ways to sign in, with those that other features have. */
export const signInMethods = (others: ReactNode) => later(<SignInMethods others={others} />);

/** What people tell of themselves, with what other features have of it. */
export const profile = (others: ReactNode) => later(<Profile others={others} />);

export const settingsRoutes: readonly (readonly [string, () => ReactNode])[] = [
  ["/settings", () => profile(null)],
  ["/settings/profile", () => profile(null)],
  ["/settings/look", () => later(<Settings section="look" />)],
  ["/settings/typing", () => later(<Settings section="typing" />)],
  ["/settings/notifications", () => later(<Settings section="notifications" />)],
  ["/settings/devices", () => later(<Settings section="devices" />)],
  ["/settings/sign-in", () => signInMethods(null)],
  ["/settings/password", () => later(<Settings section="password" />)],
];

export const identityAdminRoutes: readonly (readonly [string, () => ReactNode])[] = [
  ["/admin/accounts", () => later(<Accounts />)],
  ["/admin/accounts/letters", () => later(<LettersPage />)],
  ["/admin/sign-in-rules", () => later(<SignInRules />)],
  ["/admin/guest-conditions", () => later(<AdminConditions />)],
  ["/admin/audit", () => later(<Audit />)],
  ["/admin/organisations", () => later(<Organisations />)],
  ["/admin/organisations/new", () => later(<NewOrganisation />)],
  ["/admin/name-and-colour", () => later(<OwnOrganisation />)],
];
