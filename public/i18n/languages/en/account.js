/** Of accounts: their page (account/account-page.js), and where one signs in beside a name (account/at-prompt.js). */

import { plural, wordsFor } from "../../locale.js";

export default {
  accountTitle: (/** @type {string} */ title) => `${title} · Alcove`,
  accountBack: "Back",
  accountLoading: "Loading your account…",
  accountOff: "There are no accounts here. You don’t need one: just open a room.",
  accountRetry: "Try again",

  // ---- signed out ----

  signInTitle: "Sign in",
  signInPitch:
    "You don’t need an account to talk. With one, your rooms, drafts and settings are the same on all your devices, and others see that it’s you.",
  signInRequired: "People sign in here before they come into a room.",
  signInPasskey: "Sign in with a passkey",
  signInWith: (/** @type {string} */ provider) => `Sign in with ${provider}`,
  signingIn: "Waiting for your device…",
  bringingRooms: "You’re signed in. Bringing your rooms here…",
  createTitle: "New here? Create an account",
  createPitch:
    "Your device keeps a passkey for it: no password and no e-mail address. Rooms that are on this device come along.",
  createAccount: "Create account",
  createOnlyWith: (/** @type {string} */ provider) => `New accounts are made with ${provider} here.`,
  recoverTitle: "Lost your passkey?",
  recoverField: "Recovery code",
  recoverHint: "It was shown when the account was created. It works once, and you get a new one.",
  recoverGo: "Sign in with the code",

  // ---- the recovery code ----

  recoveryTitle: "Keep your recovery code",
  recoveryWhy:
    "If you ever lose all your devices, this code is the way back in. It’s shown only now: write it down, or keep it in a password manager.",
  recoveryCopy: "Copy the code",
  recoveryCopied: "Copied",
  recoveryNotCopied: "Couldn’t copy the code. Mark it and copy it by hand.",
  recoveryKept: "I’ve kept the code in a safe place.",
  recoveryGoOn: "Continue",
  recoveryKeepFirst: "Keep the code first, and tick the box.",

  // ---- signed in ----

  signedInAlready: "You’re signed in on this device.",
  syncedNow: "Your rooms and settings are the same on all your devices.",
  syncFailed: "Your rooms couldn’t be brought up to date. That’s tried again by itself.",
  syncFull: "Your account is full: forget rooms that you don’t need any more.",
  nameHint: "For rooms that you come into from now on.",
  nameSave: "Save",
  nameSaved: "Saved",

  passkeys: "Passkeys",
  passkeysHint: "With each of them you can sign in. Have one on a second device, too.",
  passkeyUnnamed: "Passkey",
  passkeyMade: (/** @type {string} */ when) => `Created ${when}`,
  passkeyUsed: (/** @type {string} */ when) => `Last used ${when}`,
  passkeySynced: "Kept by your password manager on all its devices",
  passkeyCloned: "Someone tried to sign in with a copy of it. If that wasn’t you, remove it.",
  passkeyAdd: "Add a passkey",
  passkeyAdded: "The passkey was added.",
  passkeyRename: (/** @type {string} */ passkey) => `Rename ${passkey}`,
  passkeyName: "Name of the passkey",
  passkeyRemove: (/** @type {string} */ passkey) => `Remove ${passkey}`,
  passkeyRemoveAsk: (/** @type {string} */ passkey) =>
    `Remove “${passkey}”? You can’t sign in with it any more. Delete it in your device’s settings as well.`,
  passkeyRemoveGo: "Remove the passkey",
  passkeyRemoved: "The passkey was removed.",

  recoveryHave: "You have a recovery code. It can’t be shown again.",
  recoveryNone: "You have no recovery code.",
  recoveryNew: "Make a new code",
  recoveryAsk: "Make a new code? The old one won’t work any more.",

  provider: "Other ways to sign in",
  providerLinked: (/** @type {string} */ provider) => `You can sign in with ${provider}.`,
  providerLink: (/** @type {string} */ provider) => `Connect with ${provider}`,
  providerUnlink: (/** @type {string} */ provider) => `Disconnect from ${provider}`,

  devices: "Devices",
  devicesHint: "Where you’re signed in. On another device, just sign in: everything comes along.",
  deviceThis: "This device",
  deviceSeen: (/** @type {string} */ when) => `Last seen ${when}`,
  deviceSignOut: "Sign out",
  deviceSignOutOf: (/** @type {string} */ device) => `Sign out ${device}`,
  deviceSignedOut: (/** @type {string} */ device) => `${device} was signed out.`,
  signOutOthers: "Sign out everywhere else",
  signOutOthersAsk:
    "Sign out on all other devices? What they keep of rooms stays there, but no longer gives them a way in as you.",
  othersSignedOut: "All other devices were signed out.",
  withoutAccount: "Without an account:",

  signOutHere: "Sign out on this device",
  signOutAsk: "Sign out on this device?",
  signOutForget: (/** @type {number} */ n) =>
    plural(n, {
      one: "Forget # room here that came with your account",
      other: "Forget # rooms here that came with your account",
    }),
  signOutForgetHint: "They stay in your account. What was on this device before stays here.",
  signOutNothing: "Nothing on this device came with your account, so all of it stays.",
  signOutGo: "Sign out",

  yourData: "Your data",
  exportData: "Download everything",
  exportHint: "A file with all that your account keeps.",
  deleteAccount: "Delete account",
  deleteAsk: "Delete your account for good?",
  deleteGoes: [
    "Your account, its passkeys and its recovery code are gone at once.",
    "You’re signed out on all devices.",
    "Rooms, drafts and settings that are kept in it are gone from it.",
    "In the rooms you’re no longer marked as signed in, and your name isn’t reserved for you.",
  ],
  deleteStays: "What you’ve written stays in the rooms, and your rooms stay on this device.",
  deleteConfirm: "I want to delete my account, and I know that it can’t be undone.",
  deleteGo: "Delete account for good",
  deleteConfirmFirst: "Tick the box first.",
  accountDeleted: "Your account is deleted.",
  signedOutNow: "You’re signed out.",

  // ---- beside a name ----

  promptSignIn: "Have an account? Sign in",
  promptNeeded: "People sign in here before they come in.",
  promptSignedIn: "You’re signed in. Choose a name for this room.",
  accountEnded: "You were signed out on this device.",

  accountWait: (/** @type {number} */ seconds) =>
    plural(seconds, {
      one: "Too many tries. Try again in # second.",
      other: "Too many tries. Try again in # seconds.",
    }),
  accountFault: (/** @type {string} */ code) =>
    wordsFor(
      {
        cancelled:
          "Nothing was chosen. If you have no passkey on this device, create an account or use your recovery code.",
        unsupported: "This browser can’t use passkeys. Try another browser, or another way to sign in.",
        insecure: "Passkeys work only where the address begins with https.",
        already: "This device already has a passkey of yours.",
        passkeys_full:
          "You have as many passkeys as an account may have. Remove one that you don’t use any more.",
        offline: "The server can’t be reached. Check your connection and try again.",
        rate_limited: "Too many tries. Wait a moment and try again.",
        passkey_invalid:
          "This passkey isn’t accepted: it was removed, or it belongs to another account. Use another one.",
        passkey_unknown: "This passkey isn’t known here any more. Use another one, or your recovery code.",
        challenge_invalid: "That took too long. Please try again.",
        oidc_needed: "New accounts are made with the other way of signing in here.",
        recovery_invalid: "That isn’t the right code. Check each letter; each code works only once.",
        last_way: "That’s the only way into your account. Add another passkey or make a recovery code first.",
        signed_out: "You’ve been signed out, perhaps from another device. Sign in again.",
        origin_forbidden: "This page isn’t at the server’s own address, so you can’t sign in here.",
        oidc_taken:
          "That identity belongs to another account. Sign in with it, or delete that account first.",
        oidc_state: "This took too long, or it began in another browser or tab. Please try again.",
        oidc_denied: "The other site didn’t let you in. If you should be able to, ask whoever runs it.",
        oidc_unreachable:
          "The other site can’t be reached right now. Try again later, or sign in another way.",
        oidc_invalid:
          "The answer of the other site can’t be trusted, so you aren’t signed in. Tell whoever runs this server.",
        oidc_linked: "Your account is linked to another identity already. Unlink that one first.",
        too_large: "Your account is full: forget rooms that you don’t need any more.",
      },
      code,
    ) ?? "That didn’t work. Please try again.",
};
