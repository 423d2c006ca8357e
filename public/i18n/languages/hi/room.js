/**
 * Hindi. People are addressed as “आप”; the quotes are “ and ”, a sentence ends with “।”.
 */

import { list, number, plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const nameFaults = {
  name_empty: "कृपया कोई नाम डालें।",
  name_too_long: "नाम में ज़्यादा से ज़्यादा 32 अक्षर हो सकते हैं।",
  name_invalid: "इस नाम में ऐसे अक्षर हैं जिनकी अनुमति नहीं है।",
  name_taken:
    "यह नाम इस रूम में पहले से लिया जा चुका है। अगर यह आपका है, तो वही डिवाइस इस्तेमाल करें जिससे आप शामिल हुए थे।",
  later: "यह नहीं हो पाया। कृपया फिर से कोशिश करें।",
  key_invalid: "यह लिंक अब मान्य नहीं है। आप इसके बिना शामिल होने की कोशिश कर सकते हैं।",
  room_taken: "इस नाम का रूम पहले से है। आप उसमें शामिल होने की कोशिश कर सकते हैं।",
  setting_invalid: "इन सेटिंग के साथ रूम नहीं बन सकता। इनके बिना बनाने के लिए शामिल हों।",
};

/** @type {typeof import("../en/room.js").default} */
const hindi = {
  home: "Alcove का होम पेज",
  toStart: "होम पेज पर जाएँ",
  yourName: "आपका नाम",

  invited: "आपको इस रूम में बुलाया गया है:",
  join: "शामिल हों",
  joinHint: "रूम में सभी को यही नाम दिखेगा।",
  lastMessage: (moment) => `आख़िरी मैसेज: ${moment}`,
  nobodyWrote: "यहाँ अभी तक किसी ने नहीं लिखा।",
  expired: "आपका सेशन ख़त्म हो गया है। जारी रखने के लिए फिर से शामिल हों।",
  renameTitle: "अपना नाम बदलें",
  rename: "नाम बदलें",
  cancel: "रद्द करें",
  useName: (name) => `“${name}” नाम रखें`,
  nameFault: (code) => wordsFor(nameFaults, code) ?? "यह नाम नहीं रखा जा सकता।",

  messages: "मैसेज",
  loading: "मैसेज लोड हो रहे हैं…",
  beginning: "अभी यहाँ शांति है।",
  beginningHint: "किसी को लिंक भेजें। जो भी उसे खोलेगा, वह यहाँ आपसे जुड़ जाएगा।",
  olderGone: "इससे पुराने मैसेज अब उपलब्ध नहीं हैं।",
  invite: "किसी को बुलाएँ",
  deleted: "मैसेज मिटाया गया",
  deleting: "मिटाया जा रहा है…",
  picture: "तस्वीर",
  pictures: (n) => plural(n, { one: "# तस्वीर", other: "# तस्वीरें" }),
  files: (n) => plural(n, { one: "# फ़ाइल", other: "# फ़ाइलें" }),
  showLess: "कम दिखाएँ",
  back: "वापस",
  begins: "यहाँ से रूम शुरू होता है।",
  edited: "एडिट किया गया",
  sentence: ({ name, time, text, replyTo, isEdited, reactions, state }) =>
    [
      [name, time, replyTo && `${replyTo} के जवाब में`, isEdited && "एडिट किया गया", state]
        .filter(Boolean)
        .join(", "),
      `: ${/[\p{L}\p{M}\p{N}]$/u.test(text) ? `${text}।` : text}`,
      reactions.length > 0 ? ` रिऐक्शन: ${list(reactions)}।` : "",
    ].join(""),
  takingBack: "वापस लिया जा रहा है… अगर यह भेजा जा चुका है, तो मिटा दिया जाएगा।",
  undo: "पूर्ववत करें",
  quoteLost: "यह मैसेज अब उपलब्ध नहीं है।",
  toQuoted: (name) => `${name} के मैसेज पर जाएँ`,
  newSince: (moment) => `${moment} के बाद नया`,
  react: "रिऐक्ट करें",
  edit: "एडिट करें",
  reply: "जवाब दें",
  actions: "मैसेज के विकल्प",
  reactedBy: (emoji, names) => `${emoji}: ${list(names)}`,
  youToo: "आप",
  newMessages: (n) => plural(n, { one: "# नया", other: "# नए" }),
  toEnd: "सबसे नए मैसेज पर जाएँ",
  toNew: (n) => plural(n, { one: "# नए मैसेज पर जाएँ", other: "# नए मैसेज पर जाएँ" }),
  sending: "भेजा जा रहा है",
  sent: "भेजा गया",
  notSentShort: "नहीं भेजा गया",
  remove: "मिटाएँ",
  joined: (names) => `${list(names)} रूम में शामिल हुए`,
  left: (names) => `${list(names)} रूम से चले गए`,
  renamed: (was, name) => `${was} का नाम अब ${name} है`,
  renamedMany: (n) => plural(n, { one: "# व्यक्ति ने नाम बदला", other: "# लोगों ने नाम बदला" }),
  others: (n) => plural(n, { one: "# अन्य व्यक्ति", other: "# अन्य लोग" }),
  reaction: (emoji, n) => `${emoji}, ${plural(n, { one: "# व्यक्ति", other: "# लोग" })}`,

  // Code in a message.
  code: "कोड",
  copyCode: "कोड कॉपी करें",
  codeCopied: "कोड कॉपी हो गया",

  message: "मैसेज",
  placeholder: "मैसेज लिखें",
  send: "भेजें",
  tooLarge: "एक मैसेज के लिए यह बहुत ज़्यादा है। इसे छोटा करें या हिस्सों में भेजें।",
  emptied: "आपका मैसेज खाली है। इसे मिटाएँ?",
  nothingToSee: "आपका मैसेज खाली है।",
  charactersLeft: (n) => plural(n, { one: "# अक्षर बाकी", other: "# अक्षर बाकी" }),
  charactersOver: (n) => plural(n, { one: "# अक्षर ज़्यादा", other: "# अक्षर ज़्यादा" }),
  slowDown: (s) =>
    plural(s, {
      one: "आप बहुत तेज़ हैं! आख़िरी मैसेज # सेकंड में जाएगा।",
      other: "आप बहुत तेज़ हैं! आख़िरी मैसेज # सेकंड में जाएगा।",
    }),
  roomRests: (h) =>
    plural(h, {
      one: "इस रूम की सीमा अभी पूरी हो चुकी है। आप जो लिखेंगे, वह # घंटे में भेजा जाएगा।",
      other: "इस रूम की सीमा अभी पूरी हो चुकी है। आप जो लिखेंगे, वह # घंटे में भेजा जाएगा।",
    }),

  // The composer's modes, what it offers while one types, and the emoji picker.
  replyingTo: (name) => `${name} को जवाब`,
  editingYours: "आपका मैसेज एडिट हो रहा है",
  modeGone: "वह मैसेज अब मौजूद नहीं है। यह नए मैसेज के रूप में भेजा जाएगा।",
  stopReplying: "जवाब रद्द करें",
  stopEditing: "एडिट रद्द करें",
  emoji: "इमोजी",
  suggestions: (n) => plural(n, { one: "# सुझाव", other: "# सुझाव" }),
  emojiFailed: "इमोजी लोड नहीं हो सके।",

  owner: "मालिक",
  moderator: "मॉडरेटर",
  people: "लोग",
  peopleCount: (n) => `लोग: ${number(n)}`,
  marked: (mark) => `निशान ${mark}`,
  alikeHint: "किसी और का नाम भी बिल्कुल ऐसा दिखता है। इस निशान से दोनों अलग पहचाने जाते हैं।",
  more: "और दिखाएँ",
  close: "बंद करें",
  copyLink: "लिंक कॉपी करें",
  copied: "लिंक कॉपी हो गया",
  copyFailed: "कॉपी नहीं हो सका। कृपया फिर से कोशिश करें।",

  // The top bar, what it opens, and what is told of a room that is not looked at.
  inviteOthers: "बुलाएँ",
  settings: "सेटिंग",
  isMuted: "म्यूट है",
  verified: "साइन इन है",
  notLoaded: "यह लोड नहीं हो सका। अपना कनेक्शन देखें और फिर से कोशिश करें।",
  documentTitle: (room, unread) => (unread > 0 ? `(${number(unread)}) ${room} · Alcove` : `${room} · Alcove`),

  offline: "कनेक्शन नहीं है।",
  connecting: "कनेक्ट हो रहा है…",
  reload: "दोबारा लोड करें",
  notSeenYet: "कनेक्ट होने पर मैसेज यहाँ दिखेंगे।",
  roomGoneHint: "आपके न भेजे गए मैसेज यहीं हैं: उन्हें कॉपी करें या मिटाएँ।",

  // In a frame on another site's page.
  homeInNewTab: "Alcove का होम पेज, नए टैब में",

  // For the ear, and for those who use keys (settings/shortcuts.js).
  youName: "आप",
  youAnswered: "आप",
  logHint:
    "एक मैसेज से दूसरे पर जाने के लिए ऐरो कीज़, मैसेज का मेन्यू खोलने के लिए Enter और सभी शॉर्टकट देखने के लिए प्रश्नचिह्न दबाएँ।",
  actionsOf: (name, time) => `मैसेज के विकल्प: ${name}, ${time}`,
  undoDelete: "मैसेज मिटाना पूर्ववत करें",

  // A newer page than this one (chrome/update-notice.js).
  updateHere: "नया वर्शन उपलब्ध है।",
};

export default hindi;

export const later = () => import("./later.js");
export const start = () => import("./start.js");
