/** The way from the list of rooms to one's account, where there are any. It needs the words of dialogs. */

import iconAccount from "lucide-static/icons/circle-user.svg";
import { accountLink, signedInAs, signInMode } from "../browser/sign-in.js";
import { t } from "../i18n/strings.js";
import { html, nothing } from "../ui/lit.js";

export const toAccount = () =>
  signInMode()
    ? html`<a class="to-account" href=${accountLink()}>${iconAccount}${signedInAs() ? t.yourAccount : t.signInOrCreate}</a>`
    : nothing;
