import { plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const faults = {
  forbidden: "यहाँ निजी संदेश नहीं भेजे जा सकते।",
  muted: "आप म्यूट हैं, इसलिए अभी किसी से नहीं पूछ सकते।",
  not_found: "यह व्यक्ति अब इस रूम में नहीं है।",
  token_refused: "पहले वह रूम खोलें जहाँ आप मिले थे, फिर दोबारा कोशिश करें।",
  not_loaded: "लोड नहीं हो सका। अपना कनेक्शन देखें और फिर कोशिश करें।",
};

/** @type {typeof import("../en/directs.js").default} */
const hindi = {
  directs: "निजी संदेश",
  directsWaiting: (n) => `निजी संदेश: ${plural(n, { one: "# अनुरोध", other: "# अनुरोध" })}`,
  requestFrom: (name, room) => `${room} से ${name} आपसे निजी बात करना चाहते हैं।`,
  requestHint: "अनदेखा या ब्लॉक करने पर उन्हें पता नहीं चलेगा।",
  requestsMore: (n) => plural(n, { one: "# और अनुरोध", other: "# और अनुरोध" }),
  accept: "स्वीकार करें",
  acceptFrom: (name) => `स्वीकार करें: ${name}`,
  ignore: "अनदेखा करें",
  ignoreFrom: (name) => `अनदेखा करें: ${name}`,
  block: "ब्लॉक करें",
  blockWhom: (name) => `${name} को ब्लॉक करें`,
  unblock: "अनब्लॉक करें",
  unblockWhom: (name) => `${name} को अनब्लॉक करें`,
  doneIgnore: (name) => `अनदेखा किया। ${name} को पता नहीं चलेगा।`,
  doneBlock: (name) => `ब्लॉक किया। ${name} आपसे फिर नहीं पूछ सकते, और उन्हें पता नहीं चलेगा।`,
  doneUnblock: (name) => `${name} अब ब्लॉक नहीं हैं।`,
  askTitle: (name) => `${name} को निजी संदेश भेजें`,
  askWhat: (name) =>
    `${name} को बिना किसी लेख के एक अनुरोध मिलेगा। स्वीकार होने पर एक बातचीत खुलेगी जिसे सिर्फ़ आप दोनों देखेंगे।`,
  sendRequest: "अनुरोध भेजें",
  asking: "भेजा जा रहा है…",
  awaiting: (name) => `${name} का इंतज़ार है। ${name} के स्वीकार करते ही आप लिख सकते हैं।`,
  backTo: (room) => `${room} पर वापस`,
  acceptedBy: (name) => `अब आप ${name} को निजी तौर पर लिख सकते हैं।`,
  writeTo: (name) => `${name} को लिखें`,
  ignoredThem: (name) => `आपने ${name} का अनुरोध अनदेखा किया था। आप अब भी स्वीकार कर सकते हैं।`,
  blockedThem: (name) => `आपने ${name} को ब्लॉक किया है।`,
  directFault: (code) => wordsFor(faults, code) ?? "यह नहीं हो सका। फिर से कोशिश करें।",
  directTooMany: (span) => `नई निजी बातचीत बहुत हो गई हैं। ${span} में एक और शुरू कर सकते हैं।`,
  directState: { asked: "जवाब का इंतज़ार", ignored: "अनदेखा", blocked: "ब्लॉक" },

  privateFrom: (room) => `निजी · ${room} से`,
  nameThere: (name, room) => `निजी · ${room} में ${name}`,
  onlySees: (name) => `इसे सिर्फ़ ${name} देखेंगे`,
  justTwo: (name) => `सिर्फ़ आप और ${name}`,
  whoReads: (room) =>
    `इसे सिर्फ़ आप दोनों पढ़ सकते हैं, ${room} के मॉडरेटर भी नहीं। जिसके पास इस सर्वर का डेटाबेस है, वह भी पढ़ सकता है।`,
  talkBegins: "आपकी निजी बातचीत यहाँ शुरू होती है।",
  getsItLater: (name) => `${name} अभी यहाँ नहीं हैं और लौटने पर यह पाएँगे।`,
  aboutTalk: "इस बातचीत के बारे में",
  talkKept: "संदेश कब तक रहते हैं",
  talkForever: "हमेशा",
  talkKeepHint: "आप दोनों के लिए। कोई भी इसे बदल सकता है; पुराने संदेश तुरंत मिट जाते हैं।",
  talkKeepSave: "पुराने संदेश मिटाएँ और सेव करें",
  talkSaved: "सेव हो गया।",
  blockHint: (name) =>
    `फिर यहाँ कोई नहीं लिख सकेगा, और ${name} आपसे फिर नहीं पूछ सकेंगे। ${name} को नहीं बताया जाता कि यह किसने किया।`,
  shutByYou: (name) =>
    `आपने ${name} को ब्लॉक किया है। आप पढ़ सकते हैं और अपने संदेश मिटा सकते हैं; लिखने के लिए ${name} को अनब्लॉक करें।`,
  shutHere: "अभी यहाँ कुछ नहीं लिखा जा सकता। आप पढ़ सकते हैं और अपने संदेश मिटा सकते हैं।",
  reportTalk: "इस बातचीत की शिकायत करें",
  reportTalkWhat: (room) =>
    `आपका नाम और आप दोनों के आख़िरी 20 संदेश ${room} के मॉडरेटरों को भेजे जाएँगे, या मॉडरेटर न हों तो यह साइट चलाने वालों को। अगर यह संदेश पुराना है, तो यह भी साथ जाएगा। इन्हें और कोई नहीं पढ़ सकता।`,
  reportedTalk: "शिकायत हो गई। आख़िरी संदेश साथ भेजे गए।",
  viaMet: (room) => `${room} से जुड़ रहे हैं…`,

  lostTalk: "यह बातचीत इस डिवाइस पर खुली नहीं है",
  lostTalkHint:
    "निजी बातचीत सिर्फ़ उसके दो लोग खोल सकते हैं। अगर आप उनमें से एक हैं, तो उस रूम में जाएँ जहाँ आप मिले थे, और वहाँ से खोलें।",
  toMet: (room) => `${room} पर जाएँ`,
};

export default hindi;
