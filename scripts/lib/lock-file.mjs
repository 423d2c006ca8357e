// What package-lock.json must hold so that `npm ci` works with any registry and
// on any platform.

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
