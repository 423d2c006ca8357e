/**
 * Goes to another room, by whatever way links lead there.
 *
 * @param {string} room
 * @param {Node} from Where one is.
 */
export const goTo = (room, from) => {
  const link = Object.assign(document.createElement("a"), { href: `/room/${room}`, hidden: true });
  from.appendChild(link);
  link.click();
  link.remove();
};
