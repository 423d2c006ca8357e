// `npm run serve -- --port N --data DIR [--host H] [--runtime native|workerd] …`: self-hosting.
//
// By default the native host, which is given all options as they are; `-- --help` lists them. With
// `--runtime workerd` the Worker as it is deployed, on workerd itself: rooms as
// SQLite files in DIR, the page from public/. A setting in wrangler.toml's [vars] is
// overridden by an environment variable of the same name. HOSTS, where it is
// empty, is what this machine is called.

import { whenParentIsGone } from "./lib/parents.mjs";
import { runtimeOption } from "./lib/options.mjs";
import { main } from "./lib/say.mjs";
import { serveNatively } from "./lib/serve-native.mjs";
import { serveOnWorkerd } from "./lib/serve-workerd.mjs";

await main(async () => {
  const { runtime, args } = runtimeOption();
  let stop = () => process.exit(1);
  whenParentIsGone(() => stop());
  const serve = runtime === "native" ? serveNatively : serveOnWorkerd;
  await serve(args, (work) => {
    stop = work;
  });
});
