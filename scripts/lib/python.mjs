// Step: provides what the Python example needs, for the test that runs it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { installPackage } from "./install.mjs";
import { cacheDir, inProject } from "./paths.mjs";
import { output, runQuietly } from "./run.mjs";
import { Stop, step } from "./say.mjs";

const WANTED = inProject("examples", "bots", "requirements.txt");
const PACKAGE = readFileSync(WANTED, "utf8").split(" ")[0];

/** In the environment of whoever runs the example. */
export const PYTHON_ENV = { PYTHONPATH: join(cacheDir, PACKAGE.replace("==", "-")) };

export async function pythonPackages() {
  if (isThere()) return;
  await step("Python's websockets", async (progress) => {
    const pip = ["-m", "pip", "install", "--quiet", "--require-hashes", "--target", PYTHON_ENV.PYTHONPATH, "-r", WANTED];
    if (output("python3", ["-m", "pip", "--version"])) await runQuietly("python3", pip, { progress });
    else await installPackage("python3-websockets", "the end-to-end tests run an example in Python.", progress);
    if (!isThere()) {
      throw new Stop(
        "The end-to-end tests run an example in Python: install Python 3.9 or later with pip. " +
          "On Debian, ALCOVE_INSTALL=1 has it installed.",
      );
    }
  });
}

const isThere = () =>
  output("python3", ["-c", "import websockets.sync.client"], { env: { ...process.env, ...PYTHON_ENV } }) !== undefined;
