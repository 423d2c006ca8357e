/**
 * Finds words that a component shows without the catalogue: between the tags of a template, in an attribute
 * that is read aloud or shown, or assigned to an element. It reads the source as text, with just enough
 * knowledge of JavaScript to tell where a template begins and ends.
 */

/** What is drawn is in both; styles are in neither. */
const TEMPLATE = /(?<![\w.])(?:html|svg)`/g;
const HEARD = "aria-label|aria-description|aria-roledescription|aria-valuetext|title|placeholder|alt|label";
const WORD = /\p{L}/u;
/** Stands for an expression; no letter. */
const HOLE = "\u0000";

/** Each as it is found, with the attribute or property before it. */
export function hardCodedWords(source) {
  const code = withoutComments(source);
  return [...templates(code).flatMap(inTemplate), ...inAssignments(code)];
}

/** A comment begins after white space, and so is no part of an address in a string. */
function withoutComments(source) {
  return source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/(^|\s)\/\/ .*$/gm, "");
}

/** The fixed text of every template, those inside others as well. */
function templates(code) {
  return [...code.matchAll(TEMPLATE)].map(
    ({ index, 0: start }) => skipTemplate(code, index + start.length).text,
  );
}

/** From behind the opening backtick: `{ text, end }`, the end behind the closing one. */
function skipTemplate(code, from) {
  let text = "";
  let at = from;
  while (at < code.length && code[at] !== "`") {
    if (code.startsWith("${", at)) {
      at = skipExpression(code, at + 2);
      text += HOLE;
    } else {
      if (code[at] === "\\") at += 1;
      text += code[at];
      at += 1;
    }
  }
  return { text, end: at + 1 };
}

/** From behind `${` to behind its brace. */
function skipExpression(code, from) {
  let depth = 1;
  let at = from;
  while (at < code.length && depth > 0) {
    const char = code[at];
    if (char === "`") at = skipTemplate(code, at + 1).end;
    else if (char === '"' || char === "'") at = skipString(code, at);
    else {
      if (char === "{") depth += 1;
      if (char === "}") depth -= 1;
      at += 1;
    }
  }
  return at;
}

function skipString(code, from) {
  let at = from + 1;
  while (at < code.length && code[at] !== code[from]) at += code[at] === "\\" ? 2 : 1;
  return at + 1;
}

function inTemplate(text) {
  const tag = /<\/?[\w-]+(?:"[^"]*"|'[^']*'|[^'">])*>/g;
  const attribute = new RegExp(`[\\s](${HEARD})=(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, "g");
  const attributes = [...text.matchAll(tag)].flatMap(([whole]) =>
    [...whole.matchAll(attribute)].map(([, name, ...values]) => [
      name,
      values.find((value) => value !== undefined),
    ]),
  );
  const between = text.replace(tag, HOLE).replace(/&\w+;/g, "").split(HOLE);
  return [
    ...attributes.filter(([, value]) => WORD.test(value)).map(([name, value]) => `${name}: ${tidy(value)}`),
    ...between.filter((words) => WORD.test(words)).map(tidy),
  ];
}

function inAssignments(code) {
  const PROPERTY =
    /\.(textContent|innerText|ariaLabel|ariaDescription|title|placeholder|alt)\s*=(?!=)\s*([^;\n]*)/g;
  const CALL = new RegExp(`setAttribute\\(\\s*["'](${HEARD})["']\\s*,\\s*([^;\\n]*)`, "g");
  return [...code.matchAll(PROPERTY), ...code.matchAll(CALL)].flatMap(([, name, value]) =>
    [...value.matchAll(/"([^"]*)"|'([^']*)'/g)]
      .map(([, double, single]) => double ?? single)
      .filter((words) => WORD.test(words))
      .map((words) => `${name}: ${words}`),
  );
}

function tidy(words) {
  return words.replaceAll(HOLE, "").replace(/\s+/g, " ").trim();
}
