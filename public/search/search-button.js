/** The button in the bar that opens the search. */

import { t } from "../i18n/strings.js";
import { css } from "../ui/lit.js";
import { iconSearch } from "../ui/search-icon.js";
import { WaitingButton } from "../ui/waiting-button.js";

/** @fires open */
export class SearchButton extends WaitingButton {
  /** @override */
  get label() {
    return t.searchThis;
  }

  /** @override */
  get icon() {
    return iconSearch;
  }

  static styles = [
    ...WaitingButton.styles,
    css`
      /* The room's name needs the place, most where other buttons have come: it is in the settings then. */
      @media (max-width: 22rem) {
        :host {
          display: none;
        }
      }

      @media (max-width: 25rem) {
        :host(.beside-one) {
          display: none;
        }
      }

      @media (max-width: 28rem) {
        :host(.beside-more) {
          display: none;
        }
      }
    `,
  ];
}

customElements.define("alcove-search-button", SearchButton);
