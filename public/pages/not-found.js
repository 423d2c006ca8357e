/** The page for addresses that don't exist. */

import { loadStartWords, t } from "../i18n/strings.js";
import { speak } from "./plain-page.js";

await loadStartWords();
speak(t.lostTitle, { h1: t.lostHeading, p: t.lostHint, a: t.toStart });
