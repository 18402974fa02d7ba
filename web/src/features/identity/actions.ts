import { applyAppearance } from "../../platform/appearance.ts";
import { problemText } from "../../platform/problems.ts";
import { sessionStore, type Settings } from "../../platform/session.ts";
import { createStore } from "../../platform/store.ts";
import { toast } from "../../platform/toast.ts";
import * as api from "./api.ts";
import { t } from "./text.ts";

/** The newest choice, until the server has it. */
let wanted: Settings | null = null;
/** What is on its way to the server. */
let sending: Settings | null = null;

/** Saves a choice: it takes effect at once and goes back if the server refuses. */
export function chooseSettings(change: Partial<Settings>): void {
  const before = sessionStore.get()?.settings;
  if (!before) return;
  wanted = { ...before, ...change };
  show(wanted);
  if (!sending) void saveSettings(before);
}

async function saveSettings(kept: Settings): Promise<void> {
  // One after another, or a choice that somebody has changed already could come to stay.
  while (wanted) {
    sending = wanted;
    let fault: unknown = null;
    try {
      kept = await api.saveSettings(sending);
    } catch (error) {
      fault = error;
    }
    if (wanted !== sending) continue;
    wanted = null;
    show(kept);
    if (fault) toast(problemText(fault), "error");
  }
  sending = null;
}

/** Another device chose; what is chosen here now is newer. */
export function settingsTold(settings: Settings): void {
  if (!wanted) show(settings);
}

/** Sends a choice that waits for an earlier one: the window may be gone before its turn. */
export function handOverSettings(): void {
  if (wanted && wanted !== sending) void api.saveSettings(wanted).catch(() => undefined);
}

function show(settings: Settings): void {
  sessionStore.update((me) => me && { ...me, settings });
  void applyAppearance(settings);
}

/** Grows whenever a device of this person's, or an administrator, changed the account: what shows it asks anew. */
export const accountNews = createStore(0);

export function accountTold(): void {
  accountNews.update((count) => count + 1);
}

/** All acts that the record may tell of, in words. */
export function acts(): Record<string, string> {
  return {
    "audit.chain_began": t.actAuditChainBegan,
    "identity.signed_in": t.actIdentitySignedIn,
    "identity.sign_in_failed": t.actIdentitySignInFailed,
    "identity.signed_out": t.actIdentitySignedOut,
    "identity.set_up": t.actIdentitySetUp,
    "identity.password_changed": t.actIdentityPasswordChanged,
    "identity.password_reset": t.actIdentityPasswordReset,
    "identity.account_changed": t.actIdentityAccountChanged,
    "identity.login_changed": t.actIdentityLoginChanged,
    "identity.code_set_up": t.actIdentityCodeSetUp,
    "identity.code_removed": t.actIdentityCodeRemoved,
    "identity.recovery_codes_renewed": t.actIdentityRecoveryCodesRenewed,
    "identity.sign_in_rules_changed": t.actIdentitySignInRulesChanged,
    "identity.factors_taken_off": t.actIdentityFactorsTakenOff,
    "identity.shared_account_created": t.actIdentitySharedAccountCreated,
    "identity.shared_account_changed": t.actIdentitySharedAccountChanged,
    "identity.operator_chosen": t.actIdentityOperatorChosen,
    "identity.operator_left": t.actIdentityOperatorLeft,
    "identity.operator_failed": t.actIdentityOperatorFailed,
    "identity.pin_set": t.actIdentityPinSet,
    "identity.pin_given": t.actIdentityPinGiven,
    "directory.person_created": t.actDirectoryPersonCreated,
    "directory.person_changed": t.actDirectoryPersonChanged,
    "directory.person_left": t.actDirectoryPersonLeft,
    "directory.person_returned": t.actDirectoryPersonReturned,
    "directory.unit_created": t.actDirectoryUnitCreated,
    "directory.unit_changed": t.actDirectoryUnitChanged,
    "directory.unit_closed": t.actDirectoryUnitClosed,
    "directory.handover_set": t.actDirectoryHandoverSet,
    "directory.barrier_created": t.actDirectoryBarrierCreated,
    "directory.barrier_changed": t.actDirectoryBarrierChanged,
    "directory.barrier_removed": t.actDirectoryBarrierRemoved,
    "directory.grant_created": t.actDirectoryGrantCreated,
    "directory.grant_changed": t.actDirectoryGrantChanged,
    "directory.grant_removed": t.actDirectoryGrantRemoved,
    "directory.title_created": t.actDirectoryTitleCreated,
    "directory.title_changed": t.actDirectoryTitleChanged,
    "directory.people_imported": t.actDirectoryPeopleImported,
    "chat.room_created": t.actChatRoomCreated,
    "chat.room_changed": t.actChatRoomChanged,
    "chat.inspection_asked": t.actChatInspectionAsked,
    "chat.inspection_missed": t.actChatInspectionMissed,
    "chat.inspection_granted": t.actChatInspectionGranted,
    "chat.inspection_refused": t.actChatInspectionRefused,
    "chat.inspection_withdrawn": t.actChatInspectionWithdrawn,
    "chat.inspection_lapsed": t.actChatInspectionLapsed,
    "chat.inspection_read": t.actChatInspectionRead,
    "chat.inspection_ended": t.actChatInspectionEnded,
    "transfers.transfer_created": t.actTransfersTransferCreated,
    "transfers.transfer_changed": t.actTransfersTransferChanged,
    "transfers.list_uploaded": t.actTransfersListUploaded,
    "transfers.list_removed": t.actTransfersListRemoved,
    "transfers.transfer_scheduled": t.actTransfersTransferScheduled,
    "transfers.transfer_withdrawn": t.actTransfersTransferWithdrawn,
    "transfers.transfer_released": t.actTransfersTransferReleased,
    "transfers.release_failed": t.actTransfersReleaseFailed,
    "transfers.undo_begun": t.actTransfersUndoBegun,
    "transfers.transfer_undone": t.actTransfersTransferUndone,
    "transfers.transfer_removed": t.actTransfersTransferRemoved,
    "oidc.provider_created": t.actOidcProviderCreated,
    "oidc.provider_changed": t.actOidcProviderChanged,
    "oidc.provider_removed": t.actOidcProviderRemoved,
    "oidc.account_linked": t.actOidcAccountLinked,
    "oidc.account_unlinked": t.actOidcAccountUnlinked,
    "scim.token_created": t.actScimTokenCreated,
    "scim.token_removed": t.actScimTokenRemoved,
    "slack.imported": t.actSlackImported,
  };
}

/** An act of the record in words; one that a newer server added shows its own name. */
export function actText(act: string): string {
  return acts()[act] ?? act;
}
