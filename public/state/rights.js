/**
 * Who may do what in a room, as the server will judge it (`src/auth/policy.rs`): so that nothing is offered that would be
 * refused. A table, and pure. Where the room has no owner everybody is a member, and nothing else.
 *
 * @import { Role, Settings } from "../client/protocol.js"
 *
 * @typedef {(
 *   | "read" | "say" | "edit" | "delete" | "react" | "report" | "rename" | "typing"
 *   | "direct" | "delete-other" | "moderate" | "pin" | "admit" | "deny" | "desk" | "key" | "role" | "settings"
 * )} Action `say` is also to answer; `edit` and `delete` are of one's own; `moderate` is to mute, remove and restore;
 * `key` to make or revoke one; `direct` to ask somebody for a private conversation.
 *
 * @typedef {object} Asker
 * @property {Role} [role] Of who asks; in a room without an owner, none.
 * @property {Partial<Settings>} [settings]
 * @property {boolean} [isMuted]
 */

/** @type {Readonly<Record<Role, number>>} */
const RANK = Object.freeze({ reader: 0, member: 1, moderator: 2, owner: 3 });

/** What only those may who look after the room. */
const OF_HOSTS = ["delete-other", "moderate", "pin", "admit", "deny", "desk", "key"];
const OF_OWNERS = ["role", "settings"];
/** What a mute takes. */
const OF_VOICE = ["say", "edit", "react", "typing", "direct"];

/**
 * @param {Action} action
 * @param {Asker} asker
 * @param {Role} [target] Whom it is about, as what they are now; for `admit` and `key` what is given, for `role` what the
 * member is.
 * @param {boolean} [isSelf] It is about oneself.
 * @returns {"" | "forbidden" | "muted" | "not_yours"} "" if one may, else the code with which it would be refused.
 */
export const denial = (action, { role, settings = {}, isMuted }, target = "member", isSelf = false) => {
  const isBroadcast = settings.post === "moderators";
  const rank = RANK[role ?? "member"];
  const given = RANK[target];
  const only = (/** @type {boolean} */ isAllowed) => (isAllowed ? "" : "forbidden");
  if (action === "read") return "";
  if (rank === RANK.reader && !(isBroadcast && (action === "react" || action === "report")))
    return "forbidden";
  if (isMuted && OF_VOICE.includes(action)) return "muted";
  if (action === "direct")
    return only(
      !isSelf &&
        settings.direct !== "off" &&
        (settings.direct !== "moderators" || Math.max(rank, given) > RANK.member),
    );
  if (rank === RANK.member) {
    if (action === "delete-other") return "not_yours";
    if (["say", "edit", "typing"].includes(action)) return only(!isBroadcast);
    return only(!OF_HOSTS.includes(action) && !OF_OWNERS.includes(action));
  }
  if (action === "delete-other" || action === "moderate") return only(given < rank);
  if (action === "admit" || action === "key") return only(rank === RANK.owner || given < RANK.moderator);
  if (action === "role") return only(rank === RANK.owner && (given < RANK.owner || isSelf));
  return only(action !== "settings" || rank === RANK.owner);
};
