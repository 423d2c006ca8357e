/** The page of an account. */

import "../account/account-page.js";
