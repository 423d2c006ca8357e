export default {
  product: "Alcove",

  // Where there is no page: as 404.html says it before this is loaded.
  lostTitle: "Page not found · Alcove",
  lostHeading: "Page not found",
  lostHint:
    "This address doesn’t lead anywhere. If you followed a link to a room, part of it may be missing: room names contain only letters a–z, digits, “-” and “_”.",

  // While nobody is let in: as maintenance.html says it before this is loaded.
  maintenanceTitle: "Back soon · Alcove",
  maintenanceHeading: "Back soon",
  maintenanceHint: "Alcove is down for maintenance. Nothing is lost, and this page will reopen by itself.",
  tryAgain: "Try again",

  tagline: "A room of your own, one link away.",
  pitch: "Create a room and share its link. Anyone with the link can join. No account, nothing to install.",
  /** What makes it good, in a few words each. */
  points: [
    "Replies, reactions and code blocks, just as you’d expect",
    "Keep writing offline; it’s sent when you’re back",
    "No ads and no tracking",
  ],
  create: "Create a room",
  createHint: "It gets a name no one can guess, and you own it.",
  createUnkept:
    "This browser lets Alcove store nothing, so a new room couldn’t stay yours. Allow this site to store data, or join a room by its name.",
  roomOptions: "Room options",
  roomTitle: "Title (optional)",
  whoComesIn: "Who can come in",
  accesses: {
    open: "Everyone with the link",
    read: "Everyone with the link, only to read",
    ask: "Whoever a moderator lets in",
    closed: "Only people you invite",
  },
  otherDevice: "Rooms on another device?",
  haveCode: "I have a code",
  toSignIn: "Sign in",
  or: "or join one",
  roomOrLink: "Room name or link",
  enter: "Join",
  roomMissing: "Enter a room name or link.",
  roomInvalid: "Use only letters a–z, digits, “-” and “_” (64 at most).",
  guessable: "Anyone can guess this name. Rooms you create get one that no one can guess.",
  sameRoom: "Anyone who enters this name joins the same room.",
  leadsTo: (/** @type {string} */ room) => `Takes you to “${room}”`,
  leadsElsewhere: (/** @type {string} */ host) => `Takes you to another site: ${host}`,
};
