/**
 * Hindi. People are addressed as “आप”; the quotes are “ and ”, a sentence ends with “।”.
 */

import { list, number, plural, wordsFor } from "../../parts/locale.js";

/** @type {Record<string, string>} */
const refusals = {
  text_empty: "इसमें देखने लायक कुछ नहीं है",
  text_too_long: "यह बहुत लंबा है",
  text_invalid: "इसमें ऐसे कंट्रोल कैरेक्टर हैं जो भेजे नहीं जा सकते",
  not_found: "मैसेज अब नहीं है",
  bad_frame: "सर्वर इसे पढ़ नहीं सका",
  gone: "रूम अब नहीं है",
  removed: "आपको रूम से हटा दिया गया है",
};

const refused = "सर्वर ने इसे नहीं लिया";

/** @type {Record<string, string>} */
const nameFaults = {
  name_empty: "कृपया कोई नाम लिखें।",
  name_too_long: "नाम में ज़्यादा से ज़्यादा 32 अक्षर हो सकते हैं।",
  name_invalid: "इस नाम में ऐसे अक्षर हैं जो नाम में नहीं चल सकते।",
  name_taken: "यहाँ किसी का यह नाम पहले से है।",
  later: "अभी यह नहीं हो पाया। कृपया फिर से कोशिश करें।",
};

/** @type {typeof import("../en/room.js").default} */
const hindi = {
  home: "Alcove, शुरुआती पेज पर",
  toStart: "शुरुआती पेज पर जाएँ",
  yourName: "आपका नाम",

  invited: "आपको इस रूम में बुलाया गया है:",
  join: "शामिल हों",
  joinHint: "रूम में बाकी लोगों को यही नाम दिखेगा।",
  lastMessage: (moment) => `पिछला संदेश: ${moment}`,
  nobodyWrote: "यहाँ अभी तक किसी ने नहीं लिखा।",
  expired: "आपका सत्र समाप्त हो गया है। जारी रखने के लिए फिर से शामिल हों।",
  renameTitle: "अपना नाम बदलें",
  rename: "नाम बदलें",
  cancel: "रद्द करें",
  useName: (name) => `“${name}” नाम रखें`,
  nameFault: (code) => wordsFor(nameFaults, code) ?? "यह नाम नहीं रखा जा सकता।",

  messages: "मैसेज",
  loading: "मैसेज लोड हो रहे हैं",
  beginning: "अभी यहाँ शांति है।",
  beginningHint: "किसी को लिंक भेजें। जो उसे खोलेगा, आपके साथ आ बैठेगा।",
  olderGone: "इससे पुराने मैसेज अब नहीं रखे जाते।",
  invite: "किसी को बुलाएँ",
  deleted: "मैसेज मिटाया गया",
  edited: "बदला गया",
  sentence: ({ name, time, text, replyTo, isEdited, reactions, state }) =>
    [
      [name, time, replyTo && `${replyTo} के जवाब में`, isEdited && "बदला गया", state]
        .filter(Boolean)
        .join(", "),
      `: ${/[\p{L}\p{M}\p{N}]$/u.test(text) ? `${text}।` : text}`,
      reactions.length > 0 ? ` रिऐक्शन: ${list(reactions)}।` : "",
    ].join(""),
  undo: "वापस लाएँ",
  quoteLost: "यह मैसेज अब यहाँ नहीं है।",
  toQuoted: (name) => `${name} के उस मैसेज पर जाएँ जिसका यह जवाब है`,
  newSince: (moment) => `${moment} के बाद नया`,
  react: "रिऐक्ट करें",
  reply: "जवाब दें",
  copyText: "टेक्स्ट कॉपी करें",
  actions: "मैसेज के विकल्प",
  reactedBy: (emoji, names) => `${emoji}: ${list(names)}`,
  youToo: "आप",
  textCopied: "टेक्स्ट कॉपी हो गया",
  messageLinkCopied: "मैसेज का लिंक कॉपी हो गया",
  messageLost: "यह मैसेज इस रूम में नहीं है।",
  notReacted: "आपका रिऐक्शन नहीं जुड़ सका: मैसेज अब नहीं है।",
  notDone: "यह नहीं हो पाया। कृपया फिर से कोशिश करें।",
  newMessages: (n) => plural(n, { one: "# नया", other: "# नए" }),
  toEnd: "सबसे नए मैसेज पर जाएँ",
  toNew: (n) => plural(n, { one: "# नए मैसेज पर जाएँ", other: "# नए मैसेज पर जाएँ" }),
  sending: "भेजा जा रहा है",
  sent: "भेज दिया गया",
  notSent: (code) => `नहीं भेजा गया: ${wordsFor(refusals, code) ?? refused}।`,
  notSentShort: "नहीं भेजा गया",
  notEdited: (code) => `बदलाव सेव नहीं हुआ: ${wordsFor(refusals, code) ?? refused}।`,
  discard: "छोड़ दें",
  retry: "फिर भेजें",
  remove: "मिटाएँ",
  joined: (names) => `${list(names)} रूम में आए`,
  left: (names) => `${list(names)} रूम से गए`,
  others: (n) => plural(n, { one: "# और", other: "# और" }),
  reaction: (emoji, n) => `${emoji}, ${plural(n, { one: "# व्यक्ति", other: "# लोग" })}`,

  // Code in a message.
  code: "कोड",
  copyCode: "कोड कॉपी करें",
  codeCopied: "कोड कॉपी हो गया",

  message: "मैसेज",
  placeholder: "मैसेज लिखें",
  send: "भेजें",
  nothingToSee: "अभी इसमें देखने लायक कुछ नहीं है।",
  charactersLeft: (n) => plural(n, { one: "# अक्षर बाकी", other: "# अक्षर बाकी" }),
  charactersOver: (n) => plural(n, { one: "# अक्षर ज़्यादा", other: "# अक्षर ज़्यादा" }),
  slowDown: (s) =>
    plural(s, {
      one: "थोड़ा धीरे भेजा जा रहा है: आखिरी मैसेज # सेकंड में जाएगा।",
      other: "थोड़ा धीरे भेजा जा रहा है: आखिरी मैसेज # सेकंड में जाएगा।",
    }),
  roomRests: (h) =>
    plural(h, {
      one: "यह रूम अभी और मैसेज नहीं ले सकता। आप जो लिखेंगे, वह # घंटे में जाएगा।",
      other: "यह रूम अभी और मैसेज नहीं ले सकता। आप जो लिखेंगे, वह # घंटे में जाएगा।",
    }),

  isTyping: (names) => (names.length > 3 ? "कई लोग लिख रहे हैं…" : `${list(names)} लिख रहे हैं…`),
  // The composer's modes, what it offers while one types, and the emoji picker.
  replyingTo: (name) => `${name} को जवाब`,
  editingYours: "आप अपना मैसेज बदल रहे हैं",
  stopReplying: "जवाब देना छोड़ें",
  stopEditing: "बदलना छोड़ें",
  emoji: "इमोजी",
  suggestions: (n) => plural(n, { one: "# सुझाव", other: "# सुझाव" }),
  emojiFailed: "इमोजी लोड नहीं हो सके।",

  people: "लोग",
  peopleCount: (n) => `लोग: ${number(n)}`,
  here: (n) => `${number(n)} यहाँ`,
  you: "आप",
  marked: (mark) => `पहचान ${mark}`,
  alikeHint: "किसी और का नाम भी बिल्कुल ऐसा दिखता है। इस निशान से दोनों अलग पहचाने जाते हैं।",
  more: "और दिखाएँ",
  close: "बंद करें",
  copyLink: "लिंक कॉपी करें",
  copied: "लिंक कॉपी हो गया",
  copyFailed: "लिंक कॉपी नहीं हो सका। वह एड्रेस बार में है।",

  // The top bar, what it opens, and what is told of a room that is not looked at.
  inviteOthers: "बुलाएँ",
  settings: "सेटिंग",
  isMuted: "म्यूट है",
  notLoaded: "यह लोड नहीं हो सका। कनेक्शन देखें और फिर से कोशिश करें।",
  documentTitle: (room, unread) => (unread > 0 ? `(${number(unread)}) ${room} · Alcove` : `${room} · Alcove`),
  notificationTitle: (name, room) => `${name}, ${room} में`,

  offline: "कनेक्शन नहीं है।",
  offlineHint: "आप जो लिखेंगे वह रखा रहेगा और बाद में भेजा जाएगा।",
  connecting: "कनेक्ट हो रहा है…",
  retryIn: (s) => `अगली कोशिश ${number(s)} से॰ में`,
  tryNow: "अभी कोशिश करें",
  replaced: "यह रूम बहुत जगह खुला है। अब यह किसी नई जगह चल रहा है।",
  comeBack: "यहाँ लौटें",
  stopped: "सर्वर इस पेज को अंदर नहीं आने दे रहा। फिर से कोशिश के लिए इसे दोबारा लोड करें।",
  reload: "दोबारा लोड करें",
  full: "यह रूम भर गया है।",
  busy: "अभी बहुत लोग आ रहे हैं।",
  maintenance: "Alcove का रखरखाव चल रहा है और यह जल्द वापस आएगा।",
  roomClosed: "इस साइट को चलाने वाले ने यह रूम बंद कर दिया है।",
  roomClosedHint: "आप जो लिखेंगे वह इसी डिवाइस पर रहेगा और रूम फिर खुलने पर भेजा जाएगा। यह पेज अपने-आप जाँचता रहता है।",
  removed: "आपको इस रूम से हटा दिया गया है।",
  roomGone: "यह रूम अब नहीं है। इस साइट को चलाने वाले ने इसे मिटा दिया है।",
  roomGoneHint: "जो आपने अभी भेजा नहीं था, वह यहीं है: उसे कॉपी करें या हटा दें।",

  // In a frame on another site's page.
  homeInNewTab: "Alcove, शुरुआती पेज पर, नए टैब में",

  heard: (name, text) => `${name}: ${text}`,
  heardMany: (n) => plural(n, { one: "# नया मैसेज", other: "# नए मैसेज" }),

  // सुनने वालों और कीबोर्ड चलाने वालों के लिए (parts/shortcuts.js).
  youName: "आप",
  youAnswered: "आप",
  logHint:
    "ऐरो कीज़ एक मैसेज से दूसरे पर ले जाती हैं। Enter दबाने पर वह सब खुलता है जो मैसेज के साथ किया जा सकता है, और प्रश्नचिह्न सभी कीज़ दिखाता है।",
  actionsOf: (name, time) => `मैसेज के विकल्प: ${name}, ${time}`,
  undoDelete: "हटाया गया मैसेज वापस लाएँ",

  // A newer page than this one (components/update-notice.js).
  updateHere: "नया वर्शन आ गया है।",
};

export default hindi;

export const later = () => import("./later.js");
export const start = () => import("./start.js");
