/**
 * Finds people whose names look alike. Two names do if one could be mistaken for the other: by the skeletons
 * of UTS 39, with and without regard to case, and ignoring invisible characters. Anyone who shares a look with
 * someone else on this page gets a short sign, derived from the id, which nobody chooses. Pure except for the
 * table, which it is handed once that is loaded; without it, only letters of the same kind are compared.
 *
 * @typedef {(id: string, name: string) => string} SignOf "" for a name that only one person has.
 * @typedef {[steps: string, targets: string]} Confusables As `scripts/lib/confusables-data.mjs` packs it.
 */

const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;
/** What ends like a sign of ours would be taken for one. */
const LIKE_A_SIGN = /(?<before>.)\s?[0-9a-f]{4,8}$/iu;
const DOTS = "·•.";
const SIGN_LENGTH = 4;
/** More than any name has; one character may stand for eighteen. */
const LONGEST_NAME = 128;
/** For those whose short signs are the same. */
const LONG_SIGN_LENGTH = 8;
/** Names and people that are remembered; when there are more, all begins anew with those that are drawn. */
const MOST_NAMES = 5_000;
const MOST_PEOPLE = 20_000;

export class Likeness {
  /** @type {SignOf} Another function whenever it may say something else. */
  signOf = (id, name) => this.#signOf(id, name);

  /** @type {ReadonlyMap<string, string>} */
  #table = new Map();
  /** The looks of a name. @type {Map<string, readonly string[]>} */
  #looks = new Map();
  /** Who has a look, and with which short signs. @type {Map<string, { ids: Set<string>, signs: Map<string, number> }>} */
  #sharers = new Map();
  /** Each person under each name, once. @type {Set<string>} */
  #people = new Set();
  #onChange;

  /** @param {() => void} onChange What `signOf` says has changed. */
  constructor(onChange) {
    this.#onChange = onChange;
  }

  /**
   * Somebody is on this page under this name.
   * @param {string} id
   * @param {string} name
   */
  note(id, name) {
    const person = `${id} ${name}`;
    if (id === "" || this.#people.has(person)) return;
    if (this.#people.size >= MOST_PEOPLE) this.#forget();
    this.#people.add(person);
    let isNews = false;
    for (const look of this.#looksOf(name)) {
      const { ids, signs } = this.#sharersOf(look);
      if (ids.has(id)) continue;
      isNews ||= ids.size > 0;
      const sign = id.slice(0, SIGN_LENGTH);
      ids.add(id);
      signs.set(sign, (signs.get(sign) ?? 0) + 1);
    }
    if (isNews) this.#changed();
  }

  /** @param {Confusables} confusables */
  learn(confusables) {
    const people = [...this.#people];
    this.#table = unpacked(confusables);
    this.#forget();
    for (const person of people)
      this.note(person.slice(0, person.indexOf(" ")), person.slice(person.indexOf(" ") + 1));
    this.#changed();
  }

  /** @type {SignOf} */
  #signOf(id, name) {
    // Whoever is drawn is here.
    this.note(id, name);
    const sharers = this.#looksOf(name).map((look) => this.#sharersOf(look));
    if (sharers.every(({ ids }) => ids.size < 2)) return "";
    const short = id.slice(0, SIGN_LENGTH);
    const isEnough = sharers.every(({ signs }) => (signs.get(short) ?? 0) < 2);
    return isEnough ? short : id.slice(0, LONG_SIGN_LENGTH);
  }

  /** @param {string} look */
  #sharersOf(look) {
    const known = this.#sharers.get(look) ?? { ids: new Set(), signs: new Map() };
    this.#sharers.set(look, known);
    return known;
  }

  /** @param {string} name */
  #looksOf(name) {
    const known = this.#looks.get(name);
    if (known) return known;
    if (this.#looks.size >= MOST_NAMES) this.#looks.clear();
    const looks = looksOf(name, this.#table);
    this.#looks.set(name, looks);
    return looks;
  }

  #forget() {
    this.#looks.clear();
    this.#sharers.clear();
    this.#people.clear();
  }

  #changed() {
    this.signOf = (id, name) => this.#signOf(id, name);
    this.#onChange();
  }
}

/**
 * Names that share one of these look alike: as it is written, in small letters, and without what passes
 * for a sign.
 * @param {string} name
 * @param {ReadonlyMap<string, string>} table
 */
export const looksOf = (name, table) => {
  const seen = name
    .slice(0, LONGEST_NAME)
    .normalize("NFKC")
    .replace(UNSEEN, "")
    .replace(/\p{White_Space}+/gu, " ")
    .trim();
  return [
    ...new Set(
      [seen, withoutSign(seen, table)].flatMap((each) => [
        drawn(each, table),
        drawn(each.toLowerCase(), table),
      ]),
    ),
  ];
};

/**
 * @param {string} name
 * @param {ReadonlyMap<string, string>} table
 */
const withoutSign = (name, table) => {
  // No longer than that, so that no name is looked through twice.
  const end = name.slice(-LONG_SIGN_LENGTH - 3);
  const found = LIKE_A_SIGN.exec(end);
  const before = found?.groups?.before ?? "";
  if (!found || !DOTS.includes(table.get(before) ?? before)) return name;
  return name.slice(0, name.length - end.length + found.index).trimEnd() || name;
};

/**
 * The skeleton, in small letters: what some capitals are drawn like is a small letter.
 * @param {string} text
 * @param {ReadonlyMap<string, string>} table
 */
const drawn = (text, table) => replaced(replaced(text, table).toLowerCase(), table);

/**
 * @param {string} text
 * @param {ReadonlyMap<string, string>} table
 */
const replaced = (text, table) => {
  const parts = [...text.normalize("NFD")].map((each) => table.get(each) ?? each);
  return parts.join("").normalize("NFD");
};

/** @param {Confusables} confusables */
const unpacked = ([steps, targets]) => {
  const drawnLike = targets.split("\n");
  let point = 0;
  return new Map(
    steps.split(" ").map((step, i) => {
      point += Number.parseInt(step, 36);
      return [String.fromCodePoint(point), drawnLike[i] ?? ""];
    }),
  );
};
