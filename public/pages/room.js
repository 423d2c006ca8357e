/** The page of a room. */

import "../room/app.js";
