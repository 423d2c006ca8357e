/**
 * What the page uses of Lit's elements: properties that draw again when they change, controllers, and styles; each
 * hook at the time at which Lit calls it, and its types. Lit's own can also read attributes, speak to old browsers and
 * to decorators, which was a twentieth of a room's first load.
 */

import { nothing, render } from "lit/html.js";

/** Parsed when it is first used: tests have no document. */
class Style {
  /** @type {CSSStyleSheet | undefined} */
  #sheet;

  /** @param {string} cssText */
  constructor(cssText) {
    this.cssText = cssText;
  }

  get styleSheet() {
    if (!this.#sheet) {
      this.#sheet = new CSSStyleSheet();
      this.#sheet.replaceSync(this.cssText);
    }
    return this.#sheet;
  }
}

/** @param {string} cssText */
const unsafeStyle = (cssText) => new Style(cssText);

/**
 * @param {TemplateStringsArray} strings
 * @param {Style[]} styles
 */
const styleOf = (strings, ...styles) =>
  new Style(String.raw({ raw: strings }, ...styles.map(({ cssText }) => cssText)));

/** @type {WeakSet<object>} */
const prepared = new WeakSet();

/**
 * Gives a class, and those that it extends, an accessor for each of their properties.
 * @param {any} each
 */
const prepare = (each) => {
  if (each === Element || prepared.has(each)) return;
  prepared.add(each);
  prepare(Object.getPrototypeOf(each));
  if (!Object.hasOwn(each, "properties")) return;
  for (const [name, { hasChanged = isOther }] of Object.entries(each.properties)) {
    const key = Symbol(name);
    Object.defineProperty(each.prototype, name, {
      get() {
        return this[key];
      },
      set(value) {
        const old = this[key];
        this[key] = value;
        if (hasChanged(value, old)) this.requestUpdate(name, old);
      },
    });
  }
};

const isOther = (/** @type {unknown} */ a, /** @type {unknown} */ b) => !Object.is(a, b);

class Element extends (globalThis.HTMLElement ?? class {}) {
  /** @type {Record<string, { hasChanged?: (value: any, old: any) => boolean }>} */
  static properties = {};
  /** @type {Style | any[]} */
  static styles = [];

  hasUpdated = false;
  isUpdatePending = false;
  /** @type {ShadowRoot | undefined} */
  renderRoot;
  /** Property to its value before. @type {Map<string, unknown>} */
  #changes = new Map();
  /** @type {Set<any>} */
  #controllers = new Set();
  /** @type {any} What is drawn. */
  #part;
  /** Given before the class was loaded. @type {[string, unknown][]} */
  #given;
  #connected = () => {};
  /** @type {Promise<unknown>} */
  #update = new Promise((resolve) => {
    this.#connected = () => resolve(undefined);
  });

  constructor() {
    super();
    prepare(new.target);
    this.#given = Object.entries(this).filter(([name]) => name in new.target.prototype);
    for (const [name] of this.#given) delete (/** @type {any} */ (this)[name]);
    this.requestUpdate();
  }

  connectedCallback() {
    this.renderRoot ??= this.#createRoot();
    this.#connected();
    for (const each of this.#controllers) each.hostConnected?.();
    this.#part?.setConnected(true);
  }

  disconnectedCallback() {
    for (const each of this.#controllers) each.hostDisconnected?.();
    this.#part?.setConnected(false);
  }

  /** @param {any} controller */
  addController(controller) {
    this.#controllers.add(controller);
    if (this.renderRoot && this.isConnected) controller.hostConnected?.();
  }

  /**
   * @param {string} [name]
   * @param {unknown} [old]
   */
  requestUpdate(name, old) {
    if (name !== undefined && !this.#changes.has(name))
      this.#changes.set(name, this.hasUpdated ? old : undefined);
    if (!this.isUpdatePending) this.#update = this.#enqueue();
  }

  get updateComplete() {
    return this.#update;
  }

  scheduleUpdate() {
    return this.performUpdate();
  }

  performUpdate() {
    if (!this.isUpdatePending) return;
    this.renderRoot ??= this.#createRoot();
    for (const [name, value] of this.#given.splice(0)) /** @type {any} */ (this)[name] = value;
    const changes = this.#changes;
    try {
      this.willUpdate(changes);
      for (const each of this.#controllers) each.hostUpdate?.();
      const drawn = this.render();
      this.#settle();
      this.#part = render(drawn, this.renderRoot, { host: this, isConnected: this.isConnected });
    } catch (error) {
      this.#settle();
      throw error;
    }
    for (const each of this.#controllers) each.hostUpdated?.();
    if (!this.hasUpdated) {
      this.hasUpdated = true;
      this.firstUpdated(changes);
    }
    this.updated(changes);
  }

  /** @param {unknown} _changes */
  willUpdate(_changes) {}

  /** @returns {unknown} */
  render() {
    return nothing;
  }

  /** @param {unknown} _changes */
  firstUpdated(_changes) {}

  /** @param {unknown} _changes */
  updated(_changes) {}

  #settle() {
    this.#changes = new Map();
    this.isUpdatePending = false;
  }

  async #enqueue() {
    this.isUpdatePending = true;
    try {
      await this.#update;
    } catch (error) {
      // What went wrong the last time is still told as something that nobody has caught.
      Promise.reject(error);
    }
    await this.scheduleUpdate();
    return !this.isUpdatePending;
  }

  #createRoot() {
    const root = this.attachShadow({ mode: "open" });
    const { styles } = /** @type {typeof Element} */ (this.constructor);
    root.adoptedStyleSheets = [styles].flat(Infinity).map((each) => each.styleSheet);
    return root;
  }
}

export const LitElement = /** @type {typeof import("lit").LitElement} */ (/** @type {unknown} */ (Element));
export const css = /** @type {typeof import("lit").css} */ (/** @type {unknown} */ (styleOf));
export const unsafeCSS = /** @type {typeof import("lit").unsafeCSS} */ (/** @type {unknown} */ (unsafeStyle));
