import type { Translation } from "../../platform/texts.ts";
import type { Texts } from "./text.hints.ts";

export const en: Translation<Texts> = {
  "/admin/titles": "Titles such as section chief, and their rank",
  "/admin/units": "Names and order of bureaus, divisions and sections",
  "/admin/people": "Names, posts and contacts of the staff",
  "/admin/transfers": "Lists of orders: read, checked, released, undone",
  "/admin/handovers": "Who has handed over, and who has taken over",
  "/admin/leaves": "Maternity, childcare and sick leave",
  "/admin/terms": "Whose term ends, and renewing it",
  "/admin/guests": "Contractors, seconded staff, residents",
  "/admin/guest-conditions": "The text to which guests agree first",
  "/admin/bots": "Programs that write",
  "/admin/accounts": "New passwords, suspending, devices",
  "/admin/shared-accounts": "Devices of nurseries and counters, and PINs",
  "/admin/sign-in-rules": "Second factors and limits by network",
  "/admin/single-sign-on": "Signing in with your identity provider",
  "/admin/grants": "Giving a section's clerk a part of this",
  "/admin/barriers": "Who may reach the mayor, and the desk for others",
  "/admin/rooms": "Rooms of units, rules, and open rooms",
  "/admin/shares": "Talking with another organisation in one room",
  "/admin/inspections": "Reading a room of others, for a purpose",
  "/admin/audit": "Who did what, and when",
  "/admin/condition": "Room on the disk, connections, failed jobs",
  "/admin/links": "SCIM, Active Directory and LDAP",
  "/admin/name-and-colour": "This organisation's name and colour",
  "/admin/organisations": "Found others: a council, a fire corps",
};
