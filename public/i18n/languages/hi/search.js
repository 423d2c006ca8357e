import { plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const troubles = {
  offline: "कनेक्शन नहीं है। कनेक्शन होते ही खोज आगे बढ़ेगी।",
  limited: "एक साथ बहुत सारी खोजें हो गईं। यह खोज थोड़ी देर में आगे बढ़ेगी।",
  refused: "आप इस रूम के मैसेज नहीं पढ़ सकते।",
  gone: "यह रूम अब नहीं है।",
  unsupported: "यह सर्वर अभी मैसेज नहीं खोज सकता।",
  invalid: "सर्वर यह खोज समझ नहीं पाया। दूसरे शब्द आज़माएँ।",
  too_long: "खोज में ज़्यादा से ज़्यादा 200 अक्षर हो सकते हैं।",
};

/** @type {Record<string, string>} */
const reasons = {
  no_token: "इस डिवाइस से शामिल नहीं हुए",
  building: "अभी तैयार हो रहा है, पुराने मैसेज छूट सकते हैं",
  offline: "कनेक्शन नहीं है",
  limited: "एक साथ बहुत सारी खोजें",
  refused: "पढ़ने की अनुमति नहीं",
  gone: "अब नहीं है",
  unsupported: "सर्वर अभी खोज नहीं सकता",
};

/** @type {typeof import("../en/search.js").default} */
const hindi = {
  searchPlaceholder: "मैसेज खोजें",
  searchClear: "खोज मिटाएँ",
  searchFilters: "खोज सीमित करें",
  searchFrom: "किसने लिखा…",
  searchFiles: "फ़ाइल के साथ",
  searchLinks: "लिंक के साथ",
  searchBefore: "इससे पहले…",
  searchAfter: "इसके बाद…",
  searchExact: "“ठीक यही शब्द”",
  searchOrder: "नतीजों का क्रम",
  searchOrders: { newest: "सबसे नए पहले", best: "सबसे सटीक पहले" },
  searchHint: "वे मैसेज मिलेंगे जिनमें ये सभी शब्द हों, किसी भी क्रम में। शब्द का हिस्सा भी चलेगा।",
  searchExactHint: "शब्द ठीक वैसे ही जैसे लिखे गए हैं, ख़ाली जगह के साथ।",
  searchFromHint: "सिर्फ़ वही जो किसी एक ने लिखा। कई शब्दों वाला नाम उद्धरण चिह्नों में लिखें।",
  searchHasHint: "सिर्फ़ वे मैसेज जिनमें फ़ाइल या लिंक हो।",
  searchDayHint: (day) => `सिर्फ़ वही जो किसी दिन से पहले या बाद में लिखा गया, जैसे ${day}।`,
  searchResults: "नतीजे",
  searchFound: (n) => plural(n, { one: "# मैसेज मिला", other: "# मैसेज मिले" }),
  searchSoFar: (n) => plural(n, { one: "अब तक # मैसेज", other: "अब तक # मैसेज" }),
  searchNone: "कोई मैसेज नहीं मिला",
  searching: "खोज जारी है…",
  searchMore: "और नतीजे",
  searchFurther: "और पीछे तक खोजें",
  searchBuilding: "यह रूम खोज के लिए तैयार हो रहा है। नए मैसेज अभी मिल रहे हैं, पुराने भी जल्द मिलने लगेंगे।",
  searchTooMany: "इससे ज़्यादा यहाँ नहीं दिखाया जाता। खोज सीमित करने के लिए एक और शब्द जोड़ें।",
  searchAgain: "फिर से खोजें",
  searchTrouble: (code) => wordsFor(troubles, code) ?? "खोज नहीं हो पाई। कृपया फिर से कोशिश करें।",

  searchingRooms: "आपके रूम के मैसेज खोजे जा रहे हैं…",
  foundInRooms: (messages, rooms) =>
    `${plural(messages, { one: "# मैसेज मिला", other: "# मैसेज मिले" })} (${plural(rooms, { one: "# रूम", other: "# रूम" })} में खोजा गया)।`,
  searchMoreRooms: (n) => plural(n, { one: "# और रूम में खोजें", other: "# और रूम में खोजें" }),
  notSearched: (rooms) => `इनमें नहीं खोजा गया: ${rooms}।`,
  unsearched: (why, rooms) =>
    `${plural(rooms, { one: "# रूम", other: "# रूम" })} (${wordsFor(reasons, why) ?? "नहीं हो पाया"})`,
};

export default hindi;
