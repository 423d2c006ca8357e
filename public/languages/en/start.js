export default {
  product: "Alcove",

  // Where there is no page: as 404.html says it before this is loaded.
  lostTitle: "Not found · Alcove",
  lostHeading: "Nobody sits here.",
  lostHint:
    "There is no page at this address. If it came from a link to a room, a part of the link may be missing: names of rooms have letters, digits, “-” and “_” only.",

  tagline: "A room of your own, one link away.",
  pitch: "Open a room and share its link. Whoever has the link is in: no account, nothing to install.",
  /** What makes it good, in a few words each. */
  points: [
    "Replies, reactions and code, as you know them",
    "What you write without a connection is sent later",
    "No ads and no tracking",
  ],
  create: "Create a room",
  createHint: "It gets a name that nobody can guess.",
  or: "or go to one",
  roomOrLink: "Room name or link",
  enter: "Enter",
  roomMissing: "Which room? Give its name or its link.",
  roomInvalid: "A room’s name has 1 to 64 letters, digits, “-” or “_”.",
  guessable: "Anyone can guess this name. A room you create gets a name nobody guesses.",
};
