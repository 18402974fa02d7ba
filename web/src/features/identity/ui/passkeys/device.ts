import { Problem } from "../../../../platform/http.ts";
import * as api from "../../api.passkeys.ts";

/** Why browsers have no passkeys here. */
export type Absence = "insecure" | "numeric" | "unsupported";

/** Nothing where there are passkeys. */
export function absence(): Absence | null {
  if (!window.isSecureContext) return "insecure";
  // A name ends in a letter; what ends in a digit or a bracket is an address of a network.
  if (/[\d\]]$/.test(location.hostname)) return "numeric";
  return "PublicKeyCredential" in window ? null : "unsupported";
}

/** The bytes of base64url, as the server writes them. */
export const bytesOf = (text: string) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

/** Bytes as base64url, as the server reads them. */
export function textOf(bytes: ArrayBuffer): string {
  const letters = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

interface Descriptor {
  id: string;
  type: "public-key";
}

/** What the server asks, as it is written in JSON. */
interface RequestOptions {
  challenge: string;
  rpId: string;
  timeout?: number;
  userVerification?: UserVerificationRequirement;
}

interface CreationOptions extends Omit<PublicKeyCredentialCreationOptions, "challenge" | "user" | "excludeCredentials"> {
  challenge: string;
  user: { id: string; name: string; displayName: string };
  excludeCredentials?: Descriptor[];
}

/** A device has not done what it was asked; `code` is one of ours. */
function fault(error: unknown): unknown {
  if (!(error instanceof DOMException)) return error;
  switch (error.name) {
    case "InvalidStateError":
      return new Problem("identity.passkey_exists", 0);
    case "SecurityError":
      return new Problem("identity.passkeys_not_here", 0);
    case "ConstraintError":
    case "NotSupportedError":
      return new Problem("identity.passkey_unusable", 0);
    default:
      return new Problem("passkey.cancelled", 0);
  }
}

/** Whether browsers offer passkeys in the field in which one would type. */
export async function offersInField(): Promise<boolean> {
  return (await PublicKeyCredential.isConditionalMediationAvailable?.()) ?? false;
}

/** What a device has shown, and what it was asked. */
export interface Shown {
  challenge: string;
  credential: unknown;
}

/** Has a passkey shown. `inField`: it waits until one is chosen in the field, which may be never. */
export async function showPasskey(signal: AbortSignal, inField: boolean): Promise<Shown> {
  const { challenge, options } = await api.beginSignIn();
  const { challenge: asked, rpId, timeout, userVerification } = options as RequestOptions;
  const publicKey = { challenge: bytesOf(asked), rpId, timeout, userVerification };
  let credential: PublicKeyCredential;
  try {
    credential = (await navigator.credentials.get({ publicKey, signal, ...(inField && { mediation: "conditional" as const }) })) as PublicKeyCredential;
  } catch (error) {
    throw fault(error);
  }
  const { authenticatorData, clientDataJSON, signature, userHandle } = credential.response as AuthenticatorAssertionResponse;
  const response = { authenticatorData: textOf(authenticatorData), clientDataJSON: textOf(clientDataJSON), signature: textOf(signature), userHandle: userHandle && textOf(userHandle) };
  return { challenge, credential: { id: credential.id, rawId: textOf(credential.rawId), type: credential.type, response } };
}

/** Has a device make a passkey, and keeps it. */
export async function makePasskey(password: string): Promise<api.Passkey> {
  const { challenge, options } = await api.begin(password);
  const { challenge: asked, user, excludeCredentials, ...rest } = options as unknown as CreationOptions;
  const known = (excludeCredentials ?? []).map(({ id, type }) => ({ id: bytesOf(id), type }));
  const publicKey = { ...rest, challenge: bytesOf(asked), user: { ...user, id: bytesOf(user.id) }, excludeCredentials: known };
  let credential: PublicKeyCredential;
  try {
    credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  } catch (error) {
    throw fault(error);
  }
  const made = credential.response as AuthenticatorAttestationResponse;
  const response = { attestationObject: textOf(made.attestationObject), clientDataJSON: textOf(made.clientDataJSON) };
  return api.add(challenge, { id: credential.id, rawId: textOf(credential.rawId), type: credential.type, response });
}
