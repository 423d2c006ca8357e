// A WebAssembly module without what nobody needs of it.
//
// By hand, because `wasm-opt` writes the whole module anew, and slightly worse: here all other
// bytes stay what they are, so that an address in a stack trace is the same with and without names.

const HEADER_BYTES = 8;
const CUSTOM = 0;
const EXPORT = 7;

/** The same module without its custom section `name`. */
export const withoutNames = (module) =>
  withSections(module, ({ id, content, whole }) => (id === CUSTOM && text(module, content).text === "name" ? [] : [whole]));

/** The same module with those of its exports alone whose name `isNeeded`. */
export const withExports = (module, isNeeded) =>
  withSections(module, ({ id, content, whole }) => (id === EXPORT ? exportsOf(module, content, isNeeded) : [whole]));

function withSections(module, write) {
  const parts = [module.subarray(0, HEADER_BYTES)];
  let at = HEADER_BYTES;
  while (at < module.length) {
    const [size, content] = number(module, at + 1);
    const end = content + size;
    parts.push(...write({ id: module[at], content, whole: module.subarray(at, end) }));
    at = end;
  }
  return Buffer.concat(parts);
}

function exportsOf(module, start, isNeeded) {
  const needed = [];
  let [count, at] = number(module, start);
  for (; count > 0; count -= 1) {
    const { text: name, end: kind } = text(module, at);
    const [, end] = number(module, kind + 1);
    if (isNeeded(name)) needed.push(module.subarray(at, end));
    at = end;
  }
  const section = Buffer.concat([leb(needed.length), ...needed]);
  return [Buffer.from([EXPORT]), leb(section.length), section];
}

function text(module, at) {
  const [length, start] = number(module, at);
  const end = start + length;
  return { text: module.toString("utf8", start, end), end };
}

/** An unsigned LEB128 number, and where what follows it begins. */
function number(module, start) {
  let value = 0;
  for (let at = start, unit = 1; ; at += 1, unit *= 128) {
    value += (module[at] & 127) * unit;
    if (module[at] < 128) return [value, at + 1];
  }
}

/** A number as unsigned LEB128. */
function leb(value) {
  const bytes = [];
  for (let rest = value; bytes.length === 0 || rest > 0; rest >>= 7) bytes.push((rest & 127) | (rest > 127 ? 128 : 0));
  return Buffer.from(bytes);
}
