// A folder that only its owner can read: rooms hold what people said, and the keys that prove who they are.

import { chmodSync, lstatSync, mkdirSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const OTHERS = 0o077;
const STICKY = 0o1000;

/**
 * Makes a folder, or closes one that is there, with all that is in it, to other
 * users. Where things lie in it that `ours` does not name, only those that it does
 * are closed: the folder may be a home, or one that others need. Returns a sentence where
 * there is something to be told.
 */
export function privateFolder(path, ours) {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const { mode } = statSync(path);
  if ((mode & OTHERS) === 0) return undefined;
  const entries = readdirSync(path);
  const isOurs = (entry) => !ours || ours.includes(entry);
  const isOursAlone = (mode & STICKY) === 0 && entries.every(isOurs);
  // The folder itself first: while the rest is closed, nobody gets in any more.
  const targets = [...(isOursAlone ? [path] : []), ...entries.filter(isOurs).map((entry) => join(path, entry))];
  const failed = targets.flatMap((target) => closed(target));
  if (failed.length > 0) {
    return `Other users of this machine can look into ${failed[0].path} (${failed[0].code}): give it to the user that runs this, or run \`chmod -R go= ${path}\`.`;
  }
  if (isOursAlone) return entries.length > 0 ? `Closed ${path} to other users of this machine.` : undefined;
  return `${path} is open to other users of this machine, and left so, as it holds other things, too; the rooms in it are closed to them.`;
}

/** Takes from others what they may do with a file, or a folder and all below; returns what failed. Links are not followed. */
function closed(path) {
  try {
    const { mode, isFolder, isLink } = kindOf(path);
    if (isLink) return [];
    if ((mode & OTHERS) !== 0) chmodSync(path, mode & 0o700);
    return isFolder ? readdirSync(path).flatMap((entry) => closed(join(path, entry))) : [];
  } catch (error) {
    // A file of workerd's may have gone meanwhile.
    return error.code === "ENOENT" ? [] : [{ path, code: error.code }];
  }
}

function kindOf(path) {
  const stat = lstatSync(path);
  return { mode: stat.mode, isFolder: stat.isDirectory(), isLink: stat.isSymbolicLink() };
}
