import type { Letter } from "../../design/letters/Letters.tsx";
import { postText } from "../../design/people/PersonRow.tsx";
import { may } from "../../platform/powers.ts";
import type { Me } from "../../platform/session.ts";
import type { Account } from "./api.ts";

/** Whether I may act upon an account: who administers a part acts upon neither those who administer all nor themselves. */
export const actsUpon = (account: Account, me: Me) => me.rights === "administrator" || (may(me, "people", "change") && account.rights !== "administrator" && account.id !== me.account_id);

/** Whether somebody can be handed an initial password: those of others are kept elsewhere, or handed over where they are made. */
export const getsLetter = (account: Account, me: Me) => actsUpon(account, me) && !account.password_elsewhere && !account.person.shared && !account.person.guest && !account.person.bot;

export const letterOf = ({ person, login }: Account, password: string): Letter => ({ name: person.name, post: postText(person), login, password });
