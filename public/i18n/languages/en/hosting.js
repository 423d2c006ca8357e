/**
 * What is said of a room that somebody owns, and to those who look after it (hosting/).
 */

import { number, plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const keyFaults = {
  too_many: "There are too many links. Revoke one first.",
  last_owner: "The room would be left without an owner.",
  no_change: "This link was already revoked.",
  not_found: "This link was already revoked.",
  forbidden: "You can’t do that in this room any more.",
};

/** @type {Record<string, string>} */
const settingsFaults = {
  forbidden: "You’re no longer an owner of this room.",
  setting_invalid: "The room doesn’t accept one of these values.",
};

export default {
  // The desk.
  desk: "Look after this room",
  deskWaiting: (/** @type {number} */ n) =>
    `Look after this room: ${plural(n, { one: "# thing waiting", other: "# things waiting" })}`,

  // Links that let somebody in (hosting/invite-dialog.js, hosting/owner-dialog.js).
  ownerNudge: "You own this room on this device only.",
  keepOwnerLink: "Keep a second owner link",
  noReminder: "Don’t remind me again",
  ownerLinkWhy:
    "Without it, the room has no owner if this browser loses its data. Scan it with your phone, or keep it somewhere safe.",
  ownerLinkCare: "Whoever has this link owns the room. Don’t share it.",
  saveAsFile: "Save as a file",
  linkKept: "I’ve kept it",
  inviteFor: "Who is this link for?",
  inviteRoles: {
    anyone: "Anyone: the room’s own link",
    member: "A member",
    reader: "A reader",
    moderator: "A moderator",
    owner: "An owner",
  },
  inviteGives: {
    member: "Comes in and can write, even when the room is closed.",
    reader: "Comes in to read, even when the room is closed.",
    moderator: "Can delete messages, mute and remove people, and let people in.",
    owner: "Can do everything you can, also take it from you. Share it with care.",
  },
  inviteLabel: "Label (optional)",
  inviteLabelHint: "Only you and the moderators see it.",
  inviteEnds: "Ends",
  inviteLasts: ["Never", "After 1 hour", "After 1 day", "After 7 days", "After 30 days"],
  inviteUses: "Good for",
  anyNumber: "Any number",
  peopleMany: (/** @type {number} */ n) => plural(n, { one: "# person", other: "# people" }),
  inviteAsk: "Ask first",
  inviteAskHint: "Whoever uses it waits until a moderator lets them in.",
  makeLink: "Create link",
  makingLink: "Creating…",
  linkOnce: "Copy it now: for safety, this link can’t be shown again.",
  anotherLink: "Create another link",
  links: "Links to this room",
  linkOwn: "This device’s own link",
  // Not at all, and once.
  linkUsedFew: ["not used yet", "used once"],
  linkUsed: (/** @type {number} */ n) => plural(n, { one: "used # time", other: "used # times" }),
  linkUsedOf: (/** @type {number} */ used, /** @type {number} */ most) =>
    `used ${number(used)} of ${number(most)} times`,
  linkLast: (/** @type {string} */ when) => `last used ${when}`,
  linkEnds: (/** @type {string} */ when) => `ends ${when}`,
  linkEnd: { ended: "has ended", usedUp: "used up" },
  linkAsks: "asks first",
  revoke: "Revoke",
  revokeLink: (/** @type {string} */ name) => `Revoke: ${name}`,
  revokeHint: "No one new can come in by this link.",
  revokeMembers: (/** @type {number} */ n) =>
    plural(n, {
      one: "Also take access from the person who came by it",
      other: "Also take access from the # people who came by it",
    }),
  keyFault: (/** @type {string} */ code) =>
    wordsFor(keyFaults, code) ?? "That didn’t work. Please try again.",

  // What the room is (hosting/room-settings.js, hosting/pinned-line.js).
  pinnedMessages: "Pinned messages",
  pinnedAll: "Show all pinned messages",
  pinnedOf: (/** @type {number} */ i, /** @type {number} */ n) => `${number(i)} of ${number(n)}`,
  unpinThis: (/** @type {string} */ text) => `Unpin: ${text}`,
  settingNames: {
    title: "Name",
    topic: "Topic",
    access: "Someone with the plain link",
    members: "Who came while anyone could come in",
    post: "Who can write",
    slow: "Wait between two messages",
    direct: "Private messages",
    keep: "Messages are kept",
    history: "What newcomers can read",
    roster: "Who sees who is here",
    pictures: "Others’ pictures and videos",
  },
  settingHints: {
    title: "Shown instead of the room’s name in the link, which stays the same.",
    topic: "One line below the name.",
  },
  settingTooLong: (/** @type {number} */ n) =>
    plural(n, { one: "# character too many", other: "# characters too many" }),
  settingsEntrance: "Coming in",
  settingsWriting: "Writing",
  settingsReading: "Reading",
  entrances: {
    open: "Comes straight in",
    read: "Can read along",
    ask: "Has to ask",
    closed: "Can’t come in",
  },
  memberships: {
    all: "Stays a member",
    granted: "Stays only if invited by a link or let in",
  },
  posts: {
    members: "All members",
    moderators: "Only moderators",
  },
  directsAllowed: {
    ask: "Members can ask each other",
    open: "Members can write to each other at once",
    moderators: "Only with moderators",
    off: "Not possible",
  },
  slowOff: "No wait",
  keepForever: "Forever",
  histories: {
    all: "Everything",
    since_join: "Only what is said after they came",
  },
  rosters: {
    all: "Everyone",
    moderators: "Only moderators",
  },
  pictureCovers: {
    show: "Shown at once",
    cover: "Covered until you choose to see them",
  },
  settingsNews: (/** @type {string} */ names) =>
    `Just changed by someone else: ${names}. What you changed here is still as you left it.`,
  settingsSave: "Save",
  settingsSaving: "Saving…",
  settingsUnsaved: "Your changes haven’t been saved.",
  settingsGoOn: "Keep editing",
  settingsDiscard: "Discard changes",
  keepDelete: "Delete and save",
  keepDeletes: (/** @type {number} */ n, /** @type {string} */ span) =>
    plural(n, {
      one: `# message older than ${span} will be deleted now, for everyone. This can’t be undone.`,
      other: `About # messages older than ${span} will be deleted now, for everyone. This can’t be undone.`,
    }),
  keepDeletesAll: (/** @type {string} */ span) =>
    `Everything older than ${span} will be deleted now, for everyone. This can’t be undone.`,
  settingsFault: (/** @type {string} */ code) =>
    wordsFor(settingsFaults, code) ?? "That couldn’t be saved. Please try again.",
  met: "What people will find",
  metByLink: {
    open: "Someone with the plain link comes straight in, as a member.",
    read: "Someone with the plain link can read, but not write.",
    react: "Someone with the plain link can read and react, but not write.",
    ask: "Someone with the plain link has to ask, and sees only the room’s name and topic until a moderator lets them in.",
    closed: "Someone with the plain link can’t come in. It takes an invitation link.",
  },
  metByEarlier: {
    all: "Those who came while anyone could come in stay members.",
    granted:
      "Only those who were invited by a link or let in stay members. The plain link decides for everyone else, even if they are here now.",
  },
  metPost: {
    members: "Members can write.",
    moderators: "Only moderators write. Everyone else can read and react.",
  },
  metSlow: (/** @type {string} */ span) => `Members wait ${span} between two messages.`,
  metDirect: {
    ask: "Members can ask each other to talk privately.",
    open: "Members can talk to each other privately at once.",
    moderators: "Private conversations are possible with moderators only.",
    off: "No new private conversations.",
  },
  metHistory: {
    all: "Newcomers can read what was said before.",
    since_join: "Members see only what was said after they first came.",
  },
  metKeep: (/** @type {string} */ span) => `Messages disappear after ${span}.`,
  metRoster: {
    all: "Everyone sees who is here.",
    moderators: "Only moderators see who is here. Everyone else sees how many.",
  },
  metCovered: "Others’ pictures and videos stay covered until someone chooses to see them.",

  // What is done about somebody, or about a message (hosting/member-card.js).
  actPin: "Pin",
  actUnpin: "Unpin",
  donePin: "Pinned",
  doneUnpin: "Unpinned",
  undoByKey: "To undo, press Ctrl+Z.",
  undone: "Undone.",
  actFault: (/** @type {string} */ code) =>
    wordsFor(actFaults, code) ?? "That didn’t work. Please try again.",
  actMute: "Mute…",
  actUnmute: "Unmute…",
  actRemove: "Remove…",
  actBan: "Ban…",
  actRole: "Change role…",
  actStepDown: "Step down…",
  goMute: "Mute",
  goUnmute: "Unmute",
  goRemove: "Remove",
  goBan: "Ban",
  goRole: "Change role",
  goStepDown: "Step down",
  howLong: "For how long?",
  forEver: "Forever",
  whichRole: "Which role?",
  roleName: (/** @type {string} */ role) => wordsFor(roleNames, role) ?? role,
  actReason: "Reason (optional; they will see it)",
  isHere: "Here now",
  isAway: "Not here now",
  whatMute: (/** @type {string} */ name, /** @type {string} */ span) =>
    `${name} can read, but not write, edit or react, for ${span}.`,
  whatUnmute: (/** @type {string} */ name) => `${name} can write again at once.`,
  whatRemove: (/** @type {string} */ name) =>
    `${name} has to leave now and loses any role here, but may come back in any way that is open to them.`,
  whatBan: (/** @type {string} */ name, /** @type {string} */ span) =>
    `${name} has to leave now, loses any role here, and can’t come back for ${span}.`,
  whatBanForEver: (/** @type {string} */ name) =>
    `${name} has to leave now, loses any role here, and can’t come back until someone unbans them.`,
  whatRole: (/** @type {string} */ name, /** @type {string} */ role) =>
    `${name} ${wordsFor(powers, role) ?? role}`,
  whatStepDown:
    "You’ll no longer own this room. You can’t undo this: only another owner can give it back to you.",
  doneMute: (/** @type {string} */ name, /** @type {string} */ span) => `${name} is muted for ${span}.`,
  doneUnmute: (/** @type {string} */ name) => `${name} can write again.`,
  doneRemove: (/** @type {string} */ name) => `${name} was removed.`,
  doneBan: (/** @type {string} */ name) => `${name} is banned.`,
  doneRole: (/** @type {string} */ name, /** @type {string} */ role) => `${name}: ${role}.`,
  doneStepDown: "You no longer own this room.",
  deskTab: (/** @type {string} */ tab) => wordsFor(tabs, tab) ?? tab,
  deskEmpty: (/** @type {string} */ tab) => wordsFor(nothingThere, tab) ?? "Nothing here.",
  deskKeys: "With a row in focus: A admits, D denies.",
  admit: "Admit",
  admitWhom: (/** @type {string} */ name) => `Admit ${name}`,
  admitAs: (/** @type {string} */ name) => `Role for ${name}`,
  admitUsual: "Usual role",
  deny: "Deny",
  denyWhom: (/** @type {string} */ name) => `Deny ${name}`,
  doneAdmit: (/** @type {string} */ name) => `${name} was let in.`,
  doneDeny: (/** @type {string} */ name) => `${name} was not let in.`,
  reportedBy: (/** @type {string} */ name, /** @type {string} */ moment) => `Reported by ${name}, ${moment}`,
  goToMessage: "Go to message",
  bannedUntil: (/** @type {string} */ moment) => `Until ${moment}`,
  bannedBy: (/** @type {string} */ name, /** @type {string} */ moment) => `Banned by ${name}, ${moment}`,
  unban: "Unban",
  unbanWhom: (/** @type {string} */ name) => `Unban ${name}`,
  doneUnban: (/** @type {string} */ name) => `${name} may come back.`,
  deskDid: (/** @type {string} */ act, /** @type {string} */ who, /** @type {string} */ whom) =>
    (Object.hasOwn(did, act) ? did[act] : undefined)?.(who, whom) ?? `${who}: ${act}`,
  deskLinks: "Links",
  deskSettings: "Room settings",
};

/** @type {Record<string, string>} */
const tabs = { knocks: "Waiting", reports: "Reports", bans: "Bans", audit: "Log" };

/** @type {Record<string, string>} */
const nothingThere = {
  knocks: "Nobody is waiting to come in.",
  reports: "Nothing has been reported.",
  bans: "Nobody is banned.",
  audit: "Nothing has been done yet.",
};

/** @type {Record<string, (who: string, whom: string) => string>} */
const did = {
  settings: (who) => `${who} changed the room settings`,
  role: (who, whom) => `${who} changed ${whom}’s role`,
  pin: (who) => `${who} pinned or unpinned a message`,
  delete: (who, whom) => `${who} deleted a message by ${whom}`,
  mute: (who, whom) => `${who} muted or unmuted ${whom}`,
  remove: (who, whom) => `${who} removed or banned ${whom}`,
  restore: (who, whom) => `${who} unbanned ${whom}`,
  admit: (who, whom) => `${who} let ${whom} in`,
  deny: (who, whom) => `${who} didn’t let ${whom} in`,
  mint: (who) => `${who} made a link`,
  revoke: (who) => `${who} revoked a link`,
};

/** @type {Record<string, string>} */
const roleNames = {
  owner: "Owner",
  moderator: "Moderator",
  member: "Member",
  reader: "Reader",
  none: "Visitor (no role)",
};

/** What somebody can do then. @type {Record<string, string>} */
const powers = {
  owner: "can do everything here: change settings, make other owners, and even delete the room.",
  moderator: "can delete messages, mute, remove and ban people, let them in, and pin.",
  member: "stays a member, even if the room is closed to visitors.",
  reader: "can read, but not write.",
  none: "is what any visitor is here, and has to leave if visitors can’t come in.",
};

/** @type {Record<string, string>} */
const actFaults = {
  no_change: "Nothing to change: it’s like that already.",
  not_found: "That’s no longer there.",
  forbidden: "You’re not allowed to do that.",
  last_owner: "You’re the only owner. Make someone else an owner first.",
  too_many: "Five messages are pinned already. Unpin one first.",
};
