/**
 * Passkeys: what the server asks for is put into the form that browsers take, and what they give into that of the server.
 * Browsers of 2024 do not all do that by themselves. What goes wrong is one of a few codes that there are words for.
 */

import { bytesOf, textOf } from "../device/bytes.js";
import { wordsFor } from "../i18n/locale.js";
import { AccountError } from "./api.js";

/** Whether this browser and this address can have any. */
export const hasPasskeys = () =>
  globalThis.isSecureContext && typeof globalThis.PublicKeyCredential === "function";

/** Whether the browser can offer them in a field. */
export const offersInFields = async () => {
  const isAvailable = hasPasskeys() && PublicKeyCredential.isConditionalMediationAvailable;
  return Boolean(isAvailable && (await PublicKeyCredential.isConditionalMediationAvailable()));
};

/**
 * @param {any} options As the server gives them.
 * @returns {Promise<object>} For the server.
 */
export const makePasskey = async (options) => {
  const credential = await asking(() => navigator.credentials.create({ publicKey: creationFrom(options) }));
  return registrationOf(credential);
};

/**
 * @param {any} options As the server gives them.
 * @param {{ signal?: AbortSignal, isConditional?: boolean }} [how] `isConditional`: in a field that asks for it.
 * @returns {Promise<object>} For the server.
 */
export const usePasskey = async (options, { signal, isConditional = false } = {}) => {
  const credential = await asking(() =>
    navigator.credentials.get({
      publicKey: requestFrom(options),
      ...(signal && { signal }),
      ...(isConditional && { mediation: "conditional" }),
    }),
  );
  return assertionOf(credential);
};

/**
 * @param {() => Promise<Credential | null>} ask
 * @returns {Promise<any>}
 */
const asking = async (ask) => {
  if (!hasPasskeys()) throw new AccountError(globalThis.isSecureContext ? "unsupported" : "insecure");
  try {
    const credential = await ask();
    if (credential) return credential;
  } catch (error) {
    throw new AccountError(wordsFor(FAULTS, /** @type {Error} */ (error).name) ?? "unavailable");
  }
  throw new AccountError("cancelled");
};

/** By the name of what a browser throws. @type {Record<string, string>} */
const FAULTS = {
  // Also where there is none, or nothing was done for long: browsers do not tell these apart.
  NotAllowedError: "cancelled",
  AbortError: "aborted",
  InvalidStateError: "already",
  NotSupportedError: "unsupported",
  SecurityError: "insecure",
};

/** @param {any} options @returns {PublicKeyCredentialCreationOptions} */
export const creationFrom = ({ challenge, user, excludeCredentials, ...rest }) => ({
  ...rest,
  challenge: bytes(challenge),
  user: { ...user, id: bytes(user?.id) },
  ...(excludeCredentials && { excludeCredentials: excludeCredentials.map(descriptor) }),
});

/** @param {any} options @returns {PublicKeyCredentialRequestOptions} */
export const requestFrom = ({ challenge, allowCredentials, ...rest }) => ({
  ...rest,
  challenge: bytes(challenge),
  ...(allowCredentials && { allowCredentials: allowCredentials.map(descriptor) }),
});

/** @param {any} credential */
export const registrationOf = (credential) => {
  const { response } = credential;
  return {
    ...common(credential),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      authenticatorData: text(response.getAuthenticatorData()),
      publicKey: text(response.getPublicKey()),
      publicKeyAlgorithm: response.getPublicKeyAlgorithm(),
      transports: response.getTransports?.() ?? [],
    },
  };
};

/** @param {any} credential */
export const assertionOf = (credential) => {
  const { response } = credential;
  return {
    ...common(credential),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      ...(response.userHandle && { userHandle: text(response.userHandle) }),
    },
  };
};

/** @param {any} credential */
const common = ({ id, rawId, type, authenticatorAttachment }) => ({
  id,
  rawId: text(rawId),
  type,
  ...(authenticatorAttachment && { authenticatorAttachment }),
  clientExtensionResults: {},
});

/** @param {any} each */
const descriptor = (each) => ({ ...each, id: bytes(each.id) });

/** @param {unknown} value @returns {Uint8Array<ArrayBuffer>} */
const bytes = (value) => {
  const read = typeof value === "string" ? bytesOf(value) : undefined;
  if (!read) throw new AccountError("unavailable");
  return /** @type {Uint8Array<ArrayBuffer>} */ (read);
};

/** @param {ArrayBuffer | null} buffer */
const text = (buffer) => (buffer ? textOf(new Uint8Array(buffer)) : undefined);
