/** The start page. */

import "../landing/landing.js";
