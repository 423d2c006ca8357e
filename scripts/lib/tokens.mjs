// A design token that is one value, whatever the theme, costs a page less where it is used than as a custom property.

/** `--name: value;` */
const DEFINITION = /^ *(--[a-z0-9-]+):\s*([^;]+);\n/gm;
/** What depends on something else stays a property; and what is long is better said once. */
const DEPENDS = /var\(|light-dark\(|color-mix\(/;
const LONGEST = 8;

/** From the file that defines the tokens: what puts them into a style, and takes their definitions out. */
export function tokensInPlace(source) {
  const values = new Map();
  for (const [, name, value] of source.matchAll(DEFINITION)) values.set(name, [...(values.get(name) ?? []), value]);
  const fixed = new Map([...values].flatMap(([name, [value, ...others]]) => (others.length === 0 && isFixed(name, value) ? [[name, value]] : [])));
  const used = (style) => style.replace(/var\((--[a-z0-9-]+)\)/g, (whole, name) => fixed.get(name) ?? whole);
  return (style) => used(style.replace(DEFINITION, (whole, name) => (fixed.has(name) ? "\n".repeat(whole.split("\n").length - 1) : whole)));
}

const isFixed = (name, value) => !DEPENDS.test(value) && (value.length <= LONGEST || name.startsWith("--raw-"));
