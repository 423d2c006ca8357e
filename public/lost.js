/** The page for what is not there. */

import { speak } from "./parts/plain-page.js";
import { loadStartWords, t } from "./parts/strings.js";

await loadStartWords();
speak(t.lostTitle, { h1: t.lostHeading, p: t.lostHint, a: t.toStart });
