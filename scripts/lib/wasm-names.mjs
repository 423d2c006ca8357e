// A WebAssembly module without the names of its functions.
//
// By hand, because `wasm-opt` writes the whole module anew, and slightly worse: here all other
// bytes stay what they are, so that an address in a stack trace is the same with and without names.

const HEADER_BYTES = 8;
const CUSTOM = 0;

/** The same module without its custom section `name`. */
export function withoutNames(module) {
  const kept = [module.subarray(0, HEADER_BYTES)];
  let at = HEADER_BYTES;
  while (at < module.length) {
    const [size, content] = number(module, at + 1);
    const end = content + size;
    if (module[at] !== CUSTOM || customName(module, content) !== "name") kept.push(module.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}

function customName(module, at) {
  const [length, start] = number(module, at);
  return module.toString("utf8", start, start + length);
}

/** An unsigned LEB128 number, and where what follows it begins. */
function number(module, start) {
  let value = 0;
  for (let at = start, unit = 1; ; at += 1, unit *= 128) {
    value += (module[at] & 127) * unit;
    if (module[at] < 128) return [value, at + 1];
  }
}
