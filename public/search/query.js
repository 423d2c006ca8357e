/**
 * What is typed into a search: when there is something to ask, and what is put into it by a press. Pure; what it means
 * is decided by the server.
 */

import { codePoints, isBlank } from "../client/protocol.js";

/** Code points, as the server counts them. */
export const MOST_QUERY = 200;

/** What somebody is still typing, and what nothing would be found by. */
const UNFINISHED =
  /(?:^|\s)(?:from:(?:"|@|"@)?|has:(?:f|fi|fil|l|li|lin)?|(?:before|after):(?:\d[\d-]{0,8})?|")$/;

/** A filter behind a space or at the beginning, with its value. */
const FILTER = /(?<!\S)(?:from:(?:"[^"]*"|\S*)|(?:has|before|after):\S*)/g;

/**
 * What is to be asked of what was typed: without a filter at its end that has no value yet.
 * @param {string} typed
 * @returns {string} "" where there is nothing to ask.
 */
export const askable = (typed) => {
  const query = typed.slice(0, 4 * MOST_QUERY).trim();
  const finished = query.replace(UNFINISHED, "").trim();
  return isBlank(finished) ? "" : finished;
};

/** @param {string} query */
export const isTooLong = (query) => query.length > 4 * MOST_QUERY || codePoints(query) > MOST_QUERY;

/**
 * @param {string} typed
 * @param {string} filter Such as `has:file`.
 */
export const hasFilter = (typed, filter) => [...typed.matchAll(FILTER)].some(([each]) => each === filter);

/**
 * With the filter, or without it if it was there.
 * @param {string} typed
 * @param {string} filter
 */
export const toggled = (typed, filter) =>
  hasFilter(typed, filter)
    ? spaced(typed.replace(FILTER, (each) => (each === filter ? "" : each)))
    : `${behind(typed)}${filter} `;

/**
 * What is to be written next: what was typed, and what is selected in it, to be typed over.
 * @param {string} typed
 * @param {string} filter Such as `from:`; `"` for a piece in quotes.
 * @param {string} [value]
 * @returns {{ text: string, from: number, to: number }}
 */
export const begun = (typed, filter, value = "") => {
  const before = `${behind(typed)}${filter}`;
  const end = filter === '"' ? '"' : "";
  return { text: `${before}${value}${end}`, from: before.length, to: before.length + value.length };
};

const FROM = "from:";
/** What needs no quotes. */
const PLAIN_NAME = /^[\p{L}\p{N}_-]+$/u;

/**
 * The name that is being written at the end, if one is.
 * @param {string} typed
 * @returns {string | undefined}
 */
export const nameBegun = (typed) => {
  const at = typed.lastIndexOf(FROM);
  if (at < 0 || !/^\s?$/.test(typed.slice(0, at).slice(-1))) return undefined;
  const name = typed.slice(at + FROM.length);
  if (name.startsWith('"')) return name.includes('"', 1) ? undefined : name.slice(1);
  return /[\s"@]/.test(name) ? undefined : name;
};

/**
 * With somebody's name in place of the one that is being written.
 * @param {string} typed
 * @param {{ id: string, name: string }} member
 */
export const withName = (typed, { id, name }) => {
  const quoted = /^@|"/.test(name) ? `@${id}` : `"${name}"`;
  return `${typed.slice(0, typed.lastIndexOf(FROM) + FROM.length)}${PLAIN_NAME.test(name) ? name : quoted} `;
};

/** @param {string} typed */
const behind = (typed) => (typed.trim() === "" ? "" : `${typed.trimEnd()} `);

/** @param {string} typed */
const spaced = (typed) => typed.replace(/[ \t]+/g, " ").trimStart();
