/**
 * What stands for a message in one line: the words as a reader sees them, behind what it has of files.
 *
 * @import { Message, RoomFile } from "../client/protocol.js"
 */

import { list } from "../i18n/locale.js";
import { t } from "../i18n/strings.js";
import { plainText } from "./rich-text.js";

/** More are not told one by one. */
const MOST_NAMES = 3;

/** @param {Pick<Message, "text"> & { files?: readonly Pick<RoomFile, "name" | "type" | "alt">[] }} message */
export const saidOf = ({ text = "", files }) => {
  const words = plainText(text, { isOneLine: true });
  const told = files ? filesIn(files) : "";
  return told && words ? `${told}: ${words}` : told || words;
};

/** @param {readonly Pick<RoomFile, "name" | "type" | "alt">[]} files */
const filesIn = (files) => {
  const pictures = files.filter(({ type }) => type.startsWith("image/"));
  const names = files.filter((file) => !pictures.includes(file)).map(({ name }) => name);
  const alt = files.length === 1 && pictures[0]?.alt;
  const rest = names.length > MOST_NAMES ? [t.files(names.length)] : names;
  const seen = pictures.length === 1 ? t.picture : t.pictures(pictures.length);
  const shown = pictures.length > 0 ? [seen, ...rest] : rest;
  return alt ? `${shown[0]} (${alt})` : list(shown);
};
