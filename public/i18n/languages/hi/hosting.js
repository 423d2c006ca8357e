import { number, plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const keyFaults = {
  too_many: "लिंक बहुत ज़्यादा हैं। पहले कोई एक रद्द करें।",
  last_owner: "रूम का कोई मालिक नहीं बचेगा।",
  no_change: "यह लिंक पहले ही रद्द हो चुका है।",
  not_found: "यह लिंक पहले ही रद्द हो चुका है।",
  forbidden: "अब आप इस रूम में यह नहीं कर सकते।",
};

/** @type {typeof import("../en/hosting.js").default} */
const hindi = {
  // The desk.
  desk: "रूम सँभालें",
  deskWaiting: (n) => `रूम सँभालें: ${plural(n, { one: "# काम बाकी", other: "# काम बाकी" })}`,

  // Links that let somebody in (hosting/invite-dialog.js, hosting/owner-dialog.js).
  ownerNudge: "यह रूम सिर्फ़ इस डिवाइस पर आपका है।",
  keepOwnerLink: "मालिक का दूसरा लिंक रख लें",
  noReminder: "दोबारा याद न दिलाएँ",
  ownerLinkWhy:
    "इसके बिना, अगर यह ब्राउज़र अपना डेटा खो दे तो रूम का कोई मालिक नहीं रहेगा। इसे फ़ोन से स्कैन करें या सुरक्षित जगह रखें।",
  ownerLinkCare: "जिसके पास यह लिंक है, वह रूम का मालिक है। इसे किसी को न दें।",
  saveAsFile: "फ़ाइल में सेव करें",
  linkKept: "मैंने रख लिया",
  inviteFor: "यह लिंक किसके लिए है?",
  inviteRoles: {
    anyone: "सबके लिए: रूम का अपना लिंक",
    member: "सदस्य",
    reader: "सिर्फ़ पढ़ने वाला",
    moderator: "मॉडरेटर",
    owner: "मालिक",
  },
  inviteGives: {
    member: "अंदर आकर लिख सकता है, भले ही रूम बंद हो।",
    reader: "पढ़ने के लिए अंदर आ सकता है, भले ही रूम बंद हो।",
    moderator: "मैसेज हटा सकता है, लोगों को म्यूट कर सकता है, निकाल सकता है और अंदर आने दे सकता है।",
    owner: "वह सब कर सकता है जो आप कर सकते हैं, और आपसे यह हक़ ले भी सकता है। सोच-समझकर दें।",
  },
  inviteLabel: "लेबल (वैकल्पिक)",
  inviteLabelHint: "इसे सिर्फ़ आप और मॉडरेटर देखते हैं।",
  inviteEnds: "कब ख़त्म हो",
  inviteLasts: ["कभी नहीं", "1 घंटे बाद", "1 दिन बाद", "7 दिन बाद", "30 दिन बाद"],
  inviteUses: "कितनों के लिए",
  anyNumber: "कितने भी",
  peopleMany: (n) => plural(n, { one: "# व्यक्ति", other: "# लोग" }),
  inviteAsk: "पहले पूछें",
  inviteAskHint: "इससे आने वाला तब तक इंतज़ार करता है जब तक मॉडरेटर उसे अंदर न आने दे।",
  makeLink: "लिंक बनाएँ",
  makingLink: "बन रहा है…",
  linkOnce: "इसे अभी कॉपी करें: सुरक्षा के लिए यह लिंक दोबारा नहीं दिखाया जा सकता।",
  anotherLink: "एक और लिंक बनाएँ",
  links: "इस रूम के लिंक",
  linkOwn: "इस डिवाइस का लिंक",
  linkUsedFew: ["अभी तक इस्तेमाल नहीं हुआ", "एक बार इस्तेमाल"],
  linkUsed: (n) => plural(n, { one: "# बार इस्तेमाल", other: "# बार इस्तेमाल" }),
  linkUsedOf: (used, most) => `${number(most)} में से ${number(used)} बार इस्तेमाल`,
  linkLast: (when) => `पिछला इस्तेमाल ${when}`,
  linkEnds: (when) => `${when} ख़त्म होगा`,
  linkEnd: { ended: "ख़त्म हो चुका", usedUp: "पूरा इस्तेमाल हो चुका" },
  linkAsks: "पहले पूछता है",
  revoke: "रद्द करें",
  revokeLink: (name) => `रद्द करें: ${name}`,
  revokeHint: "इस लिंक से कोई नया व्यक्ति अंदर नहीं आ सकेगा।",
  revokeMembers: (n) =>
    plural(n, { one: "इससे आए # व्यक्ति की पहुँच भी हटाएँ", other: "इससे आए # लोगों की पहुँच भी हटाएँ" }),
  keyFault: (code) => wordsFor(keyFaults, code) ?? "यह नहीं हो पाया। कृपया फिर से कोशिश करें।",

  // What the room is (hosting/room-settings.js, hosting/pinned-line.js).
  pinnedMessages: "पिन किए गए मैसेज",
  pinnedAll: "पिन किए गए सभी मैसेज देखें",
  pinnedOf: (i, n) => `${number(n)} में से ${number(i)}`,
  unpinThis: (text) => `अनपिन करें: ${text}`,
  settingNames: {
    title: "नाम",
    topic: "विषय",
    access: "जिसके पास सादा लिंक है",
    members: "जो तब आए जब रूम सबके लिए खुला था",
    post: "कौन लिख सकता है",
    slow: "दो संदेशों के बीच इंतज़ार",
    direct: "निजी संदेश",
    keep: "संदेश कब तक रहते हैं",
    history: "नए लोग क्या पढ़ सकते हैं",
    roster: "कौन देखता है कि यहाँ कौन है",
    pictures: "दूसरों की तस्वीरें और वीडियो",
  },
  settingHints: {
    title: "लिंक वाले नाम की जगह दिखता है। लिंक वही रहता है।",
    topic: "नाम के नीचे एक पंक्ति।",
  },
  settingTooLong: (n) => plural(n, { one: "# अक्षर ज़्यादा है", other: "# अक्षर ज़्यादा हैं" }),
  settingsEntrance: "अंदर आना",
  settingsWriting: "लिखना",
  settingsReading: "पढ़ना",
  entrances: {
    open: "सीधे अंदर आता है",
    read: "पढ़ सकता है",
    ask: "पूछना पड़ता है",
    closed: "अंदर नहीं आ सकता",
  },
  memberships: {
    all: "सदस्य बने रहते हैं",
    granted: "सिर्फ़ न्योते के लिंक या इजाज़त से बने रहते हैं",
  },
  posts: {
    members: "सभी सदस्य",
    moderators: "सिर्फ़ मॉडरेटर",
  },
  directsAllowed: {
    ask: "सदस्य एक-दूसरे से पूछ सकते हैं",
    open: "सदस्य एक-दूसरे को सीधे लिख सकते हैं",
    moderators: "सिर्फ़ मॉडरेटर के साथ",
    off: "संभव नहीं",
  },
  slowOff: "कोई इंतज़ार नहीं",
  keepForever: "हमेशा",
  histories: {
    all: "सब कुछ",
    since_join: "सिर्फ़ वह जो उनके आने के बाद कहा जाए",
  },
  rosters: {
    all: "सब लोग",
    moderators: "सिर्फ़ मॉडरेटर",
  },
  pictureCovers: {
    show: "तुरंत दिखते हैं",
    cover: "ढके रहते हैं, जब तक कोई देखना न चाहे",
  },
  settingsNews: (names) => `अभी किसी और ने बदला: ${names}। आपके यहाँ किए बदलाव वैसे ही हैं।`,
  settingsSave: "सेव करें",
  settingsSaving: "सेव हो रहा है…",
  settingsUnsaved: "आपके बदलाव सेव नहीं हुए हैं।",
  settingsGoOn: "बदलना जारी रखें",
  settingsDiscard: "बदलाव छोड़ दें",
  keepDelete: "मिटाएँ और सेव करें",
  keepDeletes: (n, span) =>
    plural(n, {
      one: `${span} से पुराना # संदेश अभी सबके लिए मिट जाएगा। इसे वापस नहीं लाया जा सकता।`,
      other: `${span} से पुराने करीब # संदेश अभी सबके लिए मिट जाएँगे। इन्हें वापस नहीं लाया जा सकता।`,
    }),
  keepDeletesAll: (span) => `${span} से पुराना सब कुछ अभी सबके लिए मिट जाएगा। इसे वापस नहीं लाया जा सकता।`,
  settingsFault: (code) => wordsFor(settingsFaults, code) ?? "सेव नहीं हो सका। फिर से कोशिश करें।",
  met: "लोगों को क्या मिलेगा",
  metByLink: {
    open: "जिसके पास सादा लिंक है, वह सीधे सदस्य बनकर अंदर आता है।",
    read: "जिसके पास सादा लिंक है, वह पढ़ सकता है, पर लिख नहीं सकता।",
    react: "जिसके पास सादा लिंक है, वह पढ़ सकता है और प्रतिक्रिया दे सकता है, पर लिख नहीं सकता।",
    ask: "जिसके पास सादा लिंक है, उसे पूछना पड़ता है, और मॉडरेटर के अंदर आने देने तक उसे सिर्फ़ रूम का नाम और विषय दिखता है।",
    closed: "जिसके पास सिर्फ़ सादा लिंक है, वह अंदर नहीं आ सकता। न्योते का लिंक चाहिए।",
  },
  metByEarlier: {
    all: "जो तब आए जब रूम सबके लिए खुला था, वे सदस्य बने रहते हैं।",
    granted:
      "सिर्फ़ वे सदस्य बने रहते हैं जो न्योते के लिंक से आए या जिन्हें अंदर आने दिया गया। बाकी सब पर सादे लिंक का नियम लागू होता है, चाहे वे अभी यहीं हों।",
  },
  metPost: {
    members: "सदस्य लिख सकते हैं।",
    moderators: "सिर्फ़ मॉडरेटर लिखते हैं। बाकी लोग पढ़ सकते हैं और प्रतिक्रिया दे सकते हैं।",
  },
  metSlow: (span) => `दो संदेशों के बीच सदस्य ${span} इंतज़ार करते हैं।`,
  metDirect: {
    ask: "सदस्य एक-दूसरे से निजी बातचीत के लिए पूछ सकते हैं।",
    open: "सदस्य एक-दूसरे से सीधे निजी बात कर सकते हैं।",
    moderators: "निजी बातचीत सिर्फ़ मॉडरेटर के साथ हो सकती है।",
    off: "कोई नई निजी बातचीत नहीं।",
  },
  metHistory: {
    all: "नए लोग पहले कही बातें पढ़ सकते हैं।",
    since_join: "सदस्य सिर्फ़ वह देखते हैं जो उनके पहली बार आने के बाद कहा गया।",
  },
  metKeep: (span) => `संदेश ${span} बाद गायब हो जाते हैं।`,
  metRoster: {
    all: "सब देखते हैं कि यहाँ कौन है।",
    moderators: "सिर्फ़ मॉडरेटर देखते हैं कि यहाँ कौन है। बाकी लोग देखते हैं कि कितने हैं।",
  },
  metCovered: "दूसरों की तस्वीरें और वीडियो ढके रहते हैं, जब तक कोई देखना न चाहे।",

  // What is done about somebody, or about a message (hosting/member-card.js).
  actPin: "पिन करें",
  actUnpin: "अनपिन करें",
  donePin: "पिन किया गया",
  doneUnpin: "अनपिन किया गया",
  undoByKey: "पूर्ववत करने के लिए Ctrl+Z दबाएँ।",
  undone: "पूर्ववत किया गया।",
  actFault: (code) => wordsFor(actFaults, code) ?? "यह नहीं हो पाया। कृपया फिर से कोशिश करें।",
  actMute: "म्यूट करें…",
  actUnmute: "अनम्यूट करें…",
  actRemove: "हटाएँ…",
  actBan: "रोक लगाएँ…",
  actRole: "भूमिका बदलें…",
  actStepDown: "मालिक का पद छोड़ें…",
  goMute: "म्यूट करें",
  goUnmute: "अनम्यूट करें",
  goRemove: "हटाएँ",
  goBan: "रोक लगाएँ",
  goRole: "भूमिका बदलें",
  goStepDown: "पद छोड़ें",
  howLong: "कितने समय के लिए?",
  forEver: "हमेशा के लिए",
  whichRole: "कौन-सी भूमिका?",
  roleName: (role) => wordsFor(roleNames, role) ?? role,
  actReason: "कारण (ज़रूरी नहीं; उन्हें दिखेगा)",
  isHere: "अभी यहाँ हैं",
  isAway: "अभी यहाँ नहीं हैं",
  whatMute: (name, span) => `${name} पढ़ पाएँगे, पर लिख, बदल या रिऐक्ट नहीं कर पाएँगे। अवधि: ${span}।`,
  whatUnmute: (name) => `${name} तुरंत फिर से लिख पाएँगे।`,
  whatRemove: (name) =>
    `${name} को अभी जाना होगा और यहाँ की हर भूमिका चली जाएगी, पर जो रास्ता खुला है उससे वे लौट सकते हैं।`,
  whatBan: (name, span) =>
    `${name} को अभी जाना होगा, यहाँ की हर भूमिका चली जाएगी, और वे लौट नहीं पाएँगे। अवधि: ${span}।`,
  whatBanForEver: (name) =>
    `${name} को अभी जाना होगा, यहाँ की हर भूमिका चली जाएगी, और रोक हटने तक वे लौट नहीं पाएँगे।`,
  whatRole: (name, role) => `${name} ${wordsFor(powers, role) ?? role}`,
  whatStepDown:
    "आप इस रूम के मालिक नहीं रहेंगे। इसे वापस नहीं लिया जा सकता: केवल कोई दूसरा मालिक आपको फिर से मालिक बना सकता है।",
  doneMute: (name, span) => `${name} को म्यूट किया गया। अवधि: ${span}।`,
  doneUnmute: (name) => `${name} फिर से लिख सकते हैं।`,
  doneRemove: (name) => `${name} को हटाया गया।`,
  doneBan: (name) => `${name} पर रोक लगाई गई।`,
  doneRole: (name, role) => `${name}: ${role}`,
  doneStepDown: "अब आप इस रूम के मालिक नहीं हैं।",
  deskTab: (tab) => wordsFor(tabs, tab) ?? tab,
  deskEmpty: (tab) => wordsFor(nothingThere, tab) ?? "यहाँ कुछ नहीं है।",
  deskKeys: "पंक्ति पर फ़ोकस होने पर: A से आने दें, D से मना करें।",
  admit: "आने दें",
  admitWhom: (name) => `${name} को आने दें`,
  admitAs: (name) => `${name} की भूमिका`,
  admitUsual: "सामान्य भूमिका",
  deny: "मना करें",
  denyWhom: (name) => `${name} को मना करें`,
  doneAdmit: (name) => `${name} को आने दिया गया।`,
  doneDeny: (name) => `${name} को आने नहीं दिया गया।`,
  reportedBy: (name, moment) => `${name} ने शिकायत की, ${moment}`,
  goToMessage: "मैसेज पर जाएँ",
  bannedUntil: (moment) => `${moment} तक`,
  bannedBy: (name, moment) => `${name} ने रोक लगाई, ${moment}`,
  unban: "रोक हटाएँ",
  unbanWhom: (name) => `${name} से रोक हटाएँ`,
  doneUnban: (name) => `${name} लौट सकते हैं।`,
  deskDid: (act, who, whom) =>
    (Object.hasOwn(did, act) ? did[act] : undefined)?.(who, whom) ?? `${who}: ${act}`,
  deskLinks: "लिंक",
  deskSettings: "रूम की सेटिंग",
};

/** @type {Record<string, string>} */
const tabs = { knocks: "इंतज़ार में", reports: "शिकायतें", bans: "रोक", audit: "लॉग" };

/** @type {Record<string, string>} */
const nothingThere = {
  knocks: "कोई अंदर आने का इंतज़ार नहीं कर रहा।",
  reports: "कोई शिकायत नहीं है।",
  bans: "किसी पर रोक नहीं है।",
  audit: "अभी तक कुछ नहीं किया गया।",
};

/** @type {Record<string, (who: string, whom: string) => string>} */
const did = {
  settings: (who) => `${who} ने रूम की सेटिंग बदलीं`,
  role: (who, whom) => `${who} ने ${whom} की भूमिका बदली`,
  pin: (who) => `${who} ने एक मैसेज पिन या अनपिन किया`,
  delete: (who, whom) => `${who} ने ${whom} का एक मैसेज मिटाया`,
  mute: (who, whom) => `${who} ने ${whom} को म्यूट या अनम्यूट किया`,
  remove: (who, whom) => `${who} ने ${whom} को हटाया या रोका`,
  restore: (who, whom) => `${who} ने ${whom} से रोक हटाई`,
  admit: (who, whom) => `${who} ने ${whom} को आने दिया`,
  deny: (who, whom) => `${who} ने ${whom} को आने नहीं दिया`,
  mint: (who) => `${who} ने एक लिंक बनाया`,
  revoke: (who) => `${who} ने एक लिंक रद्द किया`,
};

/** @type {Record<string, string>} */
const roleNames = {
  owner: "मालिक",
  moderator: "मॉडरेटर",
  member: "सदस्य",
  reader: "पाठक",
  none: "मेहमान (बिना भूमिका)",
};

/** @type {Record<string, string>} */
const powers = {
  owner: "यहाँ सब कुछ कर सकेंगे: सेटिंग बदलना, दूसरे मालिक बनाना, और रूम मिटाना भी।",
  moderator: "मैसेज मिटा और पिन कर सकेंगे, और लोगों को म्यूट कर, हटा, रोक और अंदर आने दे सकेंगे।",
  member: "सदस्य बने रहेंगे, भले ही रूम मेहमानों के लिए बंद हो।",
  reader: "पढ़ पाएँगे, पर लिख नहीं पाएँगे।",
  none: "यहाँ किसी भी मेहमान जैसे होंगे, और मेहमानों को आने की इजाज़त न हो तो जाना होगा।",
};

/** @type {Record<string, string>} */
const actFaults = {
  no_change: "बदलने को कुछ नहीं: यह पहले से ऐसा ही है।",
  not_found: "वह अब नहीं है।",
  forbidden: "आपको इसकी इजाज़त नहीं है।",
  last_owner: "आप अकेले मालिक हैं। पहले किसी और को मालिक बनाएँ।",
  too_many: "पाँच मैसेज पहले से पिन हैं। पहले किसी एक को अनपिन करें।",
};

/** @type {Record<string, string>} */
const settingsFaults = {
  forbidden: "अब आप इस रूम के मालिक नहीं हैं।",
  setting_invalid: "रूम इनमें से एक मान स्वीकार नहीं करता।",
};

export default hindi;
