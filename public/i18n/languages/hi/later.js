import { list, number, plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const shareHints = {
  open: "इस लिंक से कोई भी यहाँ पढ़ और लिख सकता है।",
  read: "इस लिंक से कोई भी यहाँ पढ़ सकता है, पर लिख नहीं सकता।",
  ask: "इस लिंक से कोई भी अंदर आने की इजाज़त माँग सकता है।",
  closed: "सिर्फ़ इस लिंक से कोई अंदर नहीं आ सकता: रूम बंद है।",
};

/** @type {Record<string, string>} */
const refusals = {
  text_empty: "यह खाली है",
  text_too_long: "यह बहुत लंबा है",
  text_invalid: "इसमें ऐसे अक्षर हैं जो भेजे नहीं जा सकते",
  not_found: "मैसेज अब मौजूद नहीं है",
  bad_frame: "सर्वर इसे पढ़ नहीं सका",
  gone: "रूम अब मौजूद नहीं है",
  removed: "आपको रूम से हटा दिया गया है",
  held: "आप इसे अभी एडिट कर रहे हैं",
  muted: "आपको म्यूट किया गया है",
  forbidden: "आप इस रूम में ऐसा नहीं कर सकते",
  shut: "यहाँ अब कुछ नहीं लिखा जा सकता",
};

const refused = "सर्वर ने इसे स्वीकार नहीं किया";

/** @type {typeof import("../en/later.js").default} */
const hindi = {
  copyText: "टेक्स्ट कॉपी करें",
  textCopied: "टेक्स्ट कॉपी हो गया",
  textNotCopied: "टेक्स्ट कॉपी नहीं हो सका।",
  messageLinkCopied: "मैसेज का लिंक कॉपी हो गया",
  messageLinkNotCopied: "लिंक कॉपी नहीं हो सका।",
  messageLost: "वह मैसेज इस रूम में नहीं है।",
  notReacted: "आपका रिऐक्शन नहीं जोड़ा जा सका: मैसेज अब मौजूद नहीं है।",
  notDone: "यह नहीं हो पाया। कृपया फिर से कोशिश करें।",
  notSent: (code) => `नहीं भेजा गया: ${wordsFor(refusals, code) ?? refused}।`,
  notEdited: (code) => `बदलाव सेव नहीं हुआ: ${wordsFor(refusals, code) ?? refused}।`,
  discard: "ख़ारिज करें",
  retry: "फिर भेजें",
  noFiles: "यहाँ अभी फ़ाइलें नहीं भेजी जा सकतीं।",
  notKept: "आपके ब्राउज़र का स्टोरेज भर गया है या ब्लॉक है। यह पेज बंद करने पर आपका लिखा खो जाएगा।",
  here: (n) => `${number(n)} यहाँ`,
  mention: (name) => `${name} को मेंशन करें`,
  you: "आप",
  heard: (name, text) => `${name}: ${text}`,
  copyMessageLink: "मैसेज का लिंक कॉपी करें",
  openLink: "लिंक खोलें",
  selectText: "टेक्स्ट चुनें",
  reactions: "रिऐक्शन",
  editedAt: (/** @type {string} */ moment) => `एडिट किया गया: ${moment}`,
  reactWith: (emoji) => `${emoji} से रिऐक्ट करें`,
  moreEmoji: "और इमोजी",
  emojiSuggestions: "डालने के लिए इमोजी",
  memberSuggestions: "मेंशन करने के लिए लोग",
  moreSuggestions: (n) => plural(n, { one: "# और: लिखते रहें", other: "# और: लिखते रहें" }),
  searchEmoji: "इमोजी खोजें",
  emojiGroups: [
    "स्माइली",
    "लोग",
    "जानवर और प्रकृति",
    "खाना-पीना",
    "यात्रा और जगहें",
    "गतिविधियाँ",
    "चीज़ें",
    "चिह्न",
    "झंडे",
  ],
  emojiGroup: "समूह के हिसाब से इमोजी",
  smileysAndPeople: "स्माइली और लोग",
  recentEmoji: "हाल ही में इस्तेमाल किए",
  foundEmoji: (n) => plural(n, { one: "# इमोजी मिला", other: "# इमोजी मिले" }),
  noEmoji: "कोई इमोजी नहीं मिला",
  pickEmoji: "कोई इमोजी चुनें",
  skinTone: (tone) => `त्वचा का रंग: ${tone}`,
  skinToneChoice: "त्वचा का रंग",
  skinTones: ["डिफ़ॉल्ट", "गोरा", "हल्का गेहुँआ", "गेहुँआ", "हल्का साँवला", "साँवला"],
  shareTitle: "लोगों को बुलाएँ",
  shareHint: ({ access, post }) =>
    wordsFor(shareHints, access === "open" && post === "moderators" ? "read" : access) ?? "",
  shareLink: "रूम का लिंक",
  shareVia: "शेयर करें…",
  shareFailed: "शेयर नहीं हो सका। इसकी जगह लिंक कॉपी करें।",
  shareText: (room) => `${room} · Alcove`,
  copy: "कॉपी करें",
  qrCode: "रूम के लिंक का QR कोड",
  qrHint: "अपने फ़ोन के कैमरे से स्कैन करें।",
  appearance: "रंग-रूप",
  theme: "थीम",
  themes: { auto: "सिस्टम", light: "लाइट", dark: "डार्क" },
  contrast: "कंट्रास्ट",
  contrasts: { auto: "सिस्टम", more: "ज़्यादा" },
  language: "भाषा",
  browserLanguage: "ब्राउज़र जैसी",
  languageApply: "इस भाषा में फिर से लोड करें",
  languageHint: "आपका लिखा कुछ भी नहीं खोएगा।",
  notifications: "सूचनाएँ",
  notify: "इनकी सूचना पाएँ",
  notifies: { off: "कोई नहीं", mentions: "मेंशन", all: "सभी मैसेज" },
  notifyHint: "सिर्फ़ तब जब आप यह रूम नहीं देख रहे हों। मेंशन यानी @ और आपका नाम, या आपके मैसेज का जवाब।",
  notifyAsk: "पहले आपके ब्राउज़र को इनकी अनुमति देनी होगी।",
  notifyAllow: "सूचनाओं की अनुमति दें",
  notifyGranted: "आपका ब्राउज़र सूचनाओं की अनुमति देता है।",
  notifyDenied:
    "आपका ब्राउज़र इस साइट की सूचनाएँ ब्लॉक कर रहा है। साइट की सेटिंग में इनकी अनुमति दें, जो अक्सर पते के पास होती है।",
  notifyUnavailable: "यह ब्राउज़र इस साइट की सूचनाएँ नहीं दिखा सकता।",
  notifyHomeScreen: "iPhone और iPad पर सूचनाएँ पाने के लिए इस पेज को होम स्क्रीन में जोड़ें।",
  push: "जब यह पेज बंद हो",
  pushHint: "आपके ब्राउज़र की पुश सेवा से। निजी मैसेज हमेशा मेंशन माने जाते हैं।",
  pushPreview: "दिखाएँ कि किसने क्या लिखा",
  pushPreviewHint: "नहीं तो सिर्फ़ इतना कि कुछ नया है।",
  pushFailed: "यह नहीं हो पाया। थोड़ी देर बाद फिर कोशिश करें।",
  pushMessage: "नया मैसेज",
  sound: "आवाज़",
  soundHint: "हर सूचना के साथ एक छोटी-सी धुन, सभी रूम में।",
  mute: "इस रूम को म्यूट करें",
  muteHint: "न सूचनाएँ, न आवाज़; इसके मैसेज शीर्षक में नहीं गिने जाते।",
  device: "यह डिवाइस",
  useElsewhere: "दूसरे डिवाइस पर इस्तेमाल करें",
  useElsewhereHint: "QR कोड या छह शब्दों से आपके रूम दूसरे डिवाइस पर।",
  signInOrCreate: "साइन इन करें या खाता बनाएँ",
  signInHint: "बात करने के लिए ज़रूरी नहीं। आपके सभी डिवाइस पर वही रूम और सेटिंग।",
  yourAccount: "आपका खाता",
  yourAccountHint: "आपके सभी डिवाइस पर वही रूम और सेटिंग।",
  forgetInAccount:
    "आप साइन इन हैं: जिस रूम को आप भूलते हैं, वह आपके खाते में और आपके दूसरे डिवाइस पर भी भुला दिया जाता है। सभी रूम भूलने पर आप सिर्फ़ यहाँ से साइन आउट होते हैं।",
  signInNeeded: "यहाँ अंदर आने से पहले साइन इन करना होता है।",
  siteSaysNothing: "इस रूम के आसपास की साइट यह नहीं बता सकी कि आप कौन हैं। फिर से आज़माने के लिए रीलोड करें।",
  signInGo: "साइन इन करें",
  forgetMe: "इस डिवाइस पर मुझे भूल जाएँ",
  forgetHint: "ऐसे डिवाइस के लिए जिसे आपके अलावा और लोग भी इस्तेमाल करते हैं।",
  forgetWhat:
    "इससे यहाँ की आपकी पहचान, आपके ड्राफ़्ट और न भेजे गए मैसेज, ऑफ़लाइन पढ़ने के लिए सेव मैसेज, और आपने कहाँ तक पढ़ा है, यह सब मिट जाएगा। भेजे गए मैसेज रूम में रहेंगे। इसे वापस नहीं लाया जा सकता।",
  forgetNameHint: "रूम में आपका नाम 30 दिन तक आरक्षित रहेगा: तब तक कोई उसका इस्तेमाल नहीं कर सकता, आप भी नहीं।",
  forgetRoom: "इस रूम में मुझे भूल जाएँ",
  forgetAll: "सभी रूम में मुझे भूल जाएँ",
  forgetAllHint: "सभी रूम चुनने पर आपकी सेटिंग भी रीसेट हो जाएँगी।",
  shortcuts: "कीबोर्ड शॉर्टकट",
  shortcutsWriting: "लिखते समय",
  shortcutsReading: "किसी मैसेज पर",
  keys: { control: "Ctrl", enter: "Enter", shift: "Shift", escape: "Esc", delete: "Delete", tab: "Tab" },
  formatting: "फ़ॉर्मैटिंग",
  formats: {
    bold: "बोल्ड",
    italic: "इटैलिक",
    struck: "काटा हुआ",
    code: "कोड",
    block: "कोड ब्लॉक",
    quote: "उद्धरण",
    list: "सूची",
    link: "लिंक",
  },
  shortcutsFor: {
    find: "रूम, व्यक्ति या काम खोजें",
    search: "मैसेज खोजें",
    send: "भेजें",
    line: "नई लाइन",
    editLast: "अपना आख़िरी मैसेज एडिट करें (बॉक्स खाली हो)",
    stop: "जवाब या एडिट रद्द करें",
    complete: "इमोजी डालें या किसी को मेंशन करें",
    toMessages: "मैसेज पर जाएँ",
    move: "पिछला या अगला मैसेज",
    menu: "मैसेज का मेन्यू खोलें",
    compose: "वापस मैसेज बॉक्स पर जाएँ",
    help: "यह सूची",
  },

  // What is told of the connection, of who types, and in notifications.
  isTyping: (names) => (names.length > 3 ? "कई लोग लिख रहे हैं…" : `${list(names)} लिख रहे हैं…`),
  notificationTitle: (name, room) => `${name}, ${room} में`,
  offlineHint: "कनेक्शन होते ही मैसेज भेज दिए जाएँगे।",
  retryIn: (s) => `अगली कोशिश ${number(s)} सेकंड में`,
  tryNow: "अभी कोशिश करें",
  replaced: "डिस्कनेक्ट हो गया: यह रूम बहुत सारे टैब में खुला है।",
  comeBack: "यहाँ इस्तेमाल करें",
  stopped: "सर्वर ने कनेक्शन अस्वीकार कर दिया। फिर से कोशिश करने के लिए पेज दोबारा लोड करें।",
  full: "यह रूम भर गया है।",
  busy: "अभी बहुत से लोग शामिल हो रहे हैं।",
  maintenance: "Alcove का रखरखाव चल रहा है। यह जल्द ही वापस आएगा।",
  originRefused: "सर्वर इस पते को स्वीकार नहीं करता। अगर सर्वर आपका है, तो इसे ALLOWED_ORIGINS में जोड़ें।",
  socketsBlocked: "आपके और सर्वर के बीच कुछ लाइव कनेक्शन रोक रहा है।",
  roomClosed: "इस साइट के संचालकों ने यह रूम बंद कर दिया है।",
  roomClosedHint: "आप जो लिखेंगे वह इसी डिवाइस पर रहेगा और रूम फिर खुलने पर भेजा जाएगा। यह पेज अपने-आप जाँचता रहता है।",
  removed: "आपको इस रूम से हटा दिया गया है।",
  banned: (moment) => `आप ${moment} तक इस रूम में नहीं आ सकते।`,
  bannedForever: "आप इस रूम में नहीं आ सकते।",
  removedBecause: (reason) => `आपको इस रूम से हटा दिया गया है: “${reason}”`,
  notLetIn: "आपको अंदर नहीं आने दिया गया।",
  askAgain: "फिर से पूछें",
  keyNeeded: "यह रूम बंद है। अंदर आने के लिए निमंत्रण लिंक चाहिए।",
  notCreated: "यह रूम अभी किसी ने नहीं बनाया है:",
  notCreatedHint:
    "यहाँ रूम तभी शुरू होता है जब कोई उसे बनाता है। अगर आपको बुलाया गया है, तो लिंक जाँच लें। या रूम अभी बनाएँ: वह आपका होगा।",
  createThis: "यह रूम बनाएँ",
  mutedFor: (span) => `आपको म्यूट किया गया है। आप ${span} बाद फिर लिख सकेंगे।`,
  slowedFor: (span) => `धीमा मोड: आप ${span} बाद फिर भेज सकेंगे।`,
  readOnly: "आप यहाँ पढ़ सकते हैं, लिख नहीं सकते।",
  hostsOnly: "यहाँ सिर्फ़ मॉडरेटर लिखते हैं।",
  waitingFor: "अंदर आने का इंतज़ार:",
  waitingPlace: (n) => `मॉडरेटर को बता दिया गया है, आप अपने-आप अंदर आ जाएँगे। कतार में आपका स्थान: ${number(n)}`,
  waitingWords: "मॉडरेटर से कुछ कहें",
  waitingSaid: "मॉडरेटर को भेजा गया:",
  leaveLine: "बाहर जाएँ",
  roomSettings: "रूम की सेटिंग",
  roomGone: "इस साइट के संचालकों ने यह रूम मिटा दिया है।",
  heardMany: (n) => plural(n, { one: "# नया मैसेज", other: "# नए मैसेज" }),

  // What was done to a room, told between its messages (room/tell-acts.js).
  logRole: (/** @type {string} */ who, /** @type {string} */ whom, /** @type {string} */ role) =>
    role === "none"
      ? `${who} ने ${whom} की भूमिका वापस ली`
      : `${who} ने ${whom} को ${wordsFor(rolesGiven, role) ?? role} बनाया`,
  logOwner: (/** @type {string} */ whom) => `साइट संचालक ने ${whom} को मालिक बनाया`,
  logOwnerLink: "साइट संचालक ने मालिक का लिंक बनाया",
  logMuted: (/** @type {string} */ who, /** @type {string} */ whom, /** @type {string} */ until) =>
    `${who} ने ${whom} को ${until} तक म्यूट किया`,
  logUnmuted: (/** @type {string} */ who, /** @type {string} */ whom) => `${who} ने ${whom} को अनम्यूट किया`,
  logRemoved: (/** @type {string} */ who, /** @type {string} */ whom) => `${who} ने ${whom} को हटाया`,
  logBanned: (/** @type {string} */ who, /** @type {string} */ whom) => `${who} ने ${whom} पर रोक लगाई`,
  logRestored: (/** @type {string} */ who, /** @type {string} */ whom) => `${who} ने ${whom} से रोक हटाई`,
  logRevoked: (/** @type {string} */ who, /** @type {number} */ n) =>
    `${who} ने एक लिंक रद्द किया: ${plural(n, { one: "# व्यक्ति", other: "# लोगों" })} की अनुमति गई`,
  logPinned: (/** @type {string} */ who) => `${who} ने एक संदेश पिन किया`,
  logUnpinned: (/** @type {string} */ who) => `${who} ने एक संदेश अनपिन किया`,
  logSettings: (/** @type {string} */ who) => `${who} ने रूम की सेटिंग बदलीं`,
  logTitle: (/** @type {string} */ who, /** @type {string} */ title) => `${who} ने रूम का नाम “${title}” रखा`,

  // शिकायत, और किसी के मेन्यू में बाकी (timeline/report-dialog.js, people/roster.js)।
  report: "शिकायत करें…",
  reportTitle: "इस मैसेज की शिकायत करें",
  reportHosts: "इस रूम के मॉडरेटर आपका नाम और यह मैसेज देखेंगे, जैसा वह अभी है।",
  reportOperator: "यह साइट चलाने वाले आपका नाम और यह मैसेज देखेंगे, जैसा वह अभी है।",
  reportReason: "इसमें क्या गलत है? (ज़रूरी नहीं)",
  reportSend: "शिकायत करें",
  reported: "शिकायत हो गई। मॉडरेटर इसे देखेंगे।",
  reportedOperator: "शिकायत हो गई। यह साइट चलाने वाले इसे देखेंगे।",
  reportFault: (/** @type {string} */ code) =>
    wordsFor(reportFaults, code) ?? "यह नहीं हो पाया। कृपया फिर से कोशिश करें।",
  aboutMember: (/** @type {string} */ name) => `${name} के बारे में…`,
  knockHeard: (name, text) => (text ? `${name} अंदर आना चाहते हैं: ${text}` : `${name} अंदर आना चाहते हैं`),
  knockTitle: (name, room) => `${name} ${room} में आना चाहते हैं`,
  // The button in the bar, and the way there from the settings (room/bring-search.js).
  searchThis: "मैसेज खोजें",
  // Talking in private (room/bring-directs.js, people/roster.js, notify/notifications.js).
  messagePrivately: "निजी संदेश भेजें",
  messageWhomPrivately: (name) => `${name} को निजी संदेश भेजें`,
  directTitle: (name, room) => `${room} से ${name} निजी बात करना चाहते हैं`,
  notificationPrivate: (name) => `${name} (निजी)`,
};

/** @type {Record<string, string>} */
const reportFaults = {
  no_change: "आप इस मैसेज की शिकायत पहले ही कर चुके हैं।",
  not_found: "यह मैसेज अब नहीं है।",
  forbidden: "आप यहाँ मैसेज की शिकायत नहीं कर सकते।",
};

/** @type {Record<string, string>} */
const rolesGiven = { owner: "मालिक", moderator: "मॉडरेटर", member: "सदस्य", reader: "पाठक" };

export default hindi;

export const hostingWords = () => import("./hosting.js");
export const directsWords = () => import("./directs.js");
export const roomsWords = () => import("./rooms.js");
export const emojiWords = () => import("emoji-data:hi");
export const deviceWords = () => import("./device.js");
export const accountWords = () => import("./account.js");
export const searchWords = () => import("./search.js");
