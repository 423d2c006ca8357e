// What lock files must contain: package-lock.json, so that `npm ci` works with any registry and on any
// platform; and each of them, so that every download is what was locked.

/** The optional packages that locked ones ask for and the lock file does not name. */
export function missingOptionals({ packages }) {
  const names = new Set(Object.keys(packages).map((path) => path.split("node_modules/").at(-1)));
  return Object.values(packages)
    .flatMap(({ optionalDependencies = {} }) => Object.entries(optionalDependencies))
    .filter(([name]) => !names.has(name))
    .map(([name, version]) => ({ name, version }));
}

/** The locked packages that name the registry they came from. */
export const withRegistry = ({ packages }) => Object.keys(packages).filter((path) => packages[path].resolved);

/** The locked packages whose download nothing is held against. */
export const withoutIntegrity = ({ packages }) =>
  Object.keys(packages).filter((path) => path !== "" && !packages[path].link && !/^sha512-/.test(packages[path].integrity));

/** The crates of a Cargo.lock that come from elsewhere and have no checksum. */
export const withoutChecksum = (text) =>
  text
    .split("[[package]]")
    .slice(1)
    .filter((entry) => /^source = /m.test(entry) && !/^checksum = "[0-9a-f]{64}"$/m.test(entry))
    .map((entry) => /^name = "(.+)"$/m.exec(entry)[1]);
