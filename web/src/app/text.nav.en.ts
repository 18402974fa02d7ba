import type { Translation } from "../platform/texts.ts";
import type { NavTexts } from "./text.nav.ts";

export const en: Translation<NavTexts> = {
  transfers: "Transfers",
  handovers: "Handovers",
  links: "Connected systems",
  grants: "Sharing administration",
  participation: "Who takes part",
  leaves: "Leave",
  rotas: "Duty rotas",
  terms: "Ending terms",
  whereabouts: "Whereabouts",
  board: "Whereabouts board",
  guests: "Guests",
  guestConditions: "What guests agree to",
  bots: "Bots",
  shares: "Shared rooms",
  inspections: "Inspections",
  singleSignOn: "Single sign-on",
  foundOrganisations: "Organisations",
  nameAndColour: "Name and colour",
  condition: "Condition",
  groupPeople: "People and organisation",
  groupAccess: "Sign-in and rights",
  groupTalk: "Rooms and records",
  groupSystem: "System",
  administration: "Administration",
};
