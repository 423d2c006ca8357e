/**
 * What the vendored bundle `/vendor/lit.js` offers: Lit and the directives the page uses. The list
 * must be the one in `scripts/vendor.mjs`.
 */
export * from "lit";
export { classMap } from "lit/directives/class-map.js";
export { ifDefined } from "lit/directives/if-defined.js";
export { live } from "lit/directives/live.js";
export { createRef, type Ref, ref } from "lit/directives/ref.js";
export { repeat } from "lit/directives/repeat.js";
