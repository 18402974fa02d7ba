import { t } from "./text.ts";

/** An act of the record in words; one that a newer server added shows its own name. */
export function actText(act: string): string {
  const names: Record<string, string> = {
    "identity.signed_in": t.actIdentitySignedIn,
    "identity.sign_in_failed": t.actIdentitySignInFailed,
    "identity.signed_out": t.actIdentitySignedOut,
    "identity.set_up": t.actIdentitySetUp,
    "identity.password_changed": t.actIdentityPasswordChanged,
    "identity.password_reset": t.actIdentityPasswordReset,
    "identity.account_changed": t.actIdentityAccountChanged,
    "directory.person_created": t.actDirectoryPersonCreated,
    "directory.person_changed": t.actDirectoryPersonChanged,
    "directory.person_left": t.actDirectoryPersonLeft,
    "directory.unit_created": t.actDirectoryUnitCreated,
    "directory.unit_changed": t.actDirectoryUnitChanged,
    "directory.unit_closed": t.actDirectoryUnitClosed,
    "directory.title_created": t.actDirectoryTitleCreated,
    "directory.title_changed": t.actDirectoryTitleChanged,
    "directory.people_imported": t.actDirectoryPeopleImported,
    "chat.room_created": t.actChatRoomCreated,
    "chat.room_changed": t.actChatRoomChanged,
    "slack.imported": t.actSlackImported,
  };
  return names[act] ?? act;
}
