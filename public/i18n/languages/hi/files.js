import { number, plural, wordsFor } from "../../locale.js";

/** @type {Record<string, string>} */
const faults = {
  file_empty: "यह फ़ाइल खाली है।",
  file_unreadable: "इसे पढ़ा नहीं जा सकता। क्या यह फ़ोल्डर है?",
  file_budget: "अभी के लिए यह बहुत ज़्यादा है। बाद में फिर कोशिश करें।",
  file_lost: "यह फ़ाइल अब इस डिवाइस पर नहीं है।",
  forbidden: "आप यहाँ फ़ाइलें नहीं भेज सकते।",
};

/** @type {typeof import("../en/files.js").default} */
const hindi = {
  filesToSend: "भेजने के लिए फ़ाइलें",
  filesAdded: (n) => plural(n, { one: "# फ़ाइल जोड़ी गई", other: "# फ़ाइलें जोड़ी गईं" }),
  filesReady: (n) => plural(n, { one: "# फ़ाइल भेजने के लिए तैयार", other: "# फ़ाइलें भेजने के लिए तैयार" }),
  tooManyFiles: (n) =>
    plural(n, {
      one: "एक मैसेज में सिर्फ़ # फ़ाइल आ सकती है।",
      other: "एक मैसेज में सिर्फ़ # फ़ाइलें आ सकती हैं।",
    }),
  filesLeftOut: (n) => plural(n, { one: "# फ़ाइल नहीं भेजी गई।", other: "# फ़ाइलें नहीं भेजी गईं।" }),
  filesWait: "फ़ाइलें आपके अगले नए मैसेज के साथ जाएँगी।",
  filesNotKept: "आपके ब्राउज़र में इन फ़ाइलों को रखने की जगह नहीं है। भेजे जाने तक यह पेज खुला रखें: रीलोड करने पर ये खो जाएँगी।",
  preparingFile: "तैयार हो रही है…",
  uploaded: (percent) => `${number(percent)}% अपलोड हुआ`,
  describeFile: (name) => `${name} का वर्णन करें`,
  altHint: "इसमें क्या दिखता है? उन लोगों के लिए जो इसे देख नहीं सकते।",
  moveEarlier: (name) => `${name} को ऊपर ले जाएँ`,
  moveLater: (name) => `${name} को नीचे ले जाएँ`,
  fileMoved: (name, place, count) => `${name}: ${number(count)} में से ${number(place)}`,
  takeOut: (name) => `${name} हटाएँ`,
  fileTakenOut: (name) => `${name} हटाई गई`,
  retryFile: (name) => `${name} फिर से अपलोड करें`,
  cannotClean:
    "यह ब्राउज़र इस तस्वीर को खोल नहीं सकता, इसलिए यह अपनी पूरी जानकारी के साथ भेजी जाएगी, जैसे कि यह कहाँ ली गई थी।",
  cannotStrip:
    "इस तस्वीर में जो दिखता है उसके अलावा की जानकारी, जैसे कि यह कहाँ ली गई थी, हटाई नहीं जा सकती, इसलिए वह भी भेजी जाएगी।",
  videoAsIs: "वीडियो जैसे हैं वैसे ही भेजे जाते हैं, और अगर कैमरे ने जगह सेव की हो तो वह भी साथ जाती है।",
  sendAnyway: "जैसी है वैसी भेजें",
  fileFault: (code, most) =>
    code === "file_too_large"
      ? `फ़ाइलें ज़्यादा से ज़्यादा ${most} की हो सकती हैं।`
      : (wordsFor(faults, code) ?? "यह फ़ाइल अपलोड नहीं हो सकी।"),
  openPicture: (name) => `${name} को बड़ा करें`,
  showPicture: "दिखाएँ",
  showPictureOf: (name) => `तस्वीर दिखाएँ: ${name} यहाँ नए हैं`,
  showFileOf: (name) => `दिखाएँ: ${name} यहाँ नए हैं`,
  showPictureFrom: (name) => `${name} की तस्वीर दिखाएँ`,
  showVideoFrom: (name) => `${name} का वीडियो दिखाएँ`,
  downloadFile: (name, size) => `${name} डाउनलोड करें, ${size}`,
  downloadPicture: (name) => `${name} डाउनलोड करें`,
  fileGone: "अब उपलब्ध नहीं",
  fileRemoved: "इस साइट को चलाने वालों ने हटा दिया",
  pictureShown: "बड़ी तस्वीर",
  pictureOf: (at, count) => `${number(count)} में से ${number(at)}`,
  previousPicture: "पिछली तस्वीर",
  nextPicture: "अगली तस्वीर",
  zoomIn: "ज़ूम इन करें",
  zoomOut: "ज़ूम आउट करें",
};

export default hindi;
