// `npm run format`: writes what `npm run lint` asks for.

import { npmPackages } from "./lib/npm-packages.mjs";
import { inProject, npmBin } from "./lib/paths.mjs";
import { runLoudly } from "./lib/run.mjs";
import { main } from "./lib/say.mjs";

await main(async () => {
  await npmPackages();
  const codes = [
    await runLoudly("cargo", ["fmt"]),
    await runLoudly("cargo", ["fmt", "--manifest-path", inProject("bench", "load", "Cargo.toml")]),
    await runLoudly("cargo", ["fmt", "--manifest-path", inProject("fuzz", "Cargo.toml")]),
    await runLoudly(npmBin("biome"), ["check", "--write", "."]),
  ];
  if (codes.some((code) => code !== 0)) process.exitCode = 1;
});
