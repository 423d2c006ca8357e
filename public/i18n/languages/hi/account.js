/** Of accounts: their page (account/account-page.js), and where one signs in beside a name (account/at-prompt.js). */

import { plural, wordsFor } from "../../locale.js";

export default {
  accountTitle: (/** @type {string} */ title) => `${title} · Alcove`,
  accountBack: "वापस",
  accountLoading: "आपका खाता लोड हो रहा है…",
  accountOff: "यहाँ खाते नहीं हैं। ज़रूरत भी नहीं: बस कोई रूम खोलें।",
  accountRetry: "फिर कोशिश करें",

  // ---- signed out ----

  signInTitle: "साइन इन करें",
  signInPitch:
    "बात करने के लिए खाता ज़रूरी नहीं। खाते से आपके रूम, ड्राफ़्ट और सेटिंग सभी डिवाइस पर एक जैसे रहते हैं, और दूसरे देख पाते हैं कि यह आप ही हैं।",
  signInRequired: "यहाँ रूम में आने से पहले साइन इन करना होता है।",
  signInPasskey: "पासकी से साइन इन करें",
  signInWith: (/** @type {string} */ provider) => `${provider} से साइन इन करें`,
  signingIn: "आपके डिवाइस का इंतज़ार…",
  bringingRooms: "आप साइन इन हैं। आपके रूम लाए जा रहे हैं…",
  createTitle: "नए हैं? खाता बनाएँ",
  createPitch: "आपका डिवाइस इसके लिए एक पासकी रखता है: न पासवर्ड, न ईमेल पता। इस डिवाइस के रूम साथ आते हैं।",
  createAccount: "खाता बनाएँ",
  createOnlyWith: (/** @type {string} */ provider) => `यहाँ नए खाते ${provider} से बनते हैं।`,
  recoverTitle: "पासकी खो गई?",
  recoverField: "रिकवरी कोड",
  recoverHint: "यह खाता बनाते समय दिखाया गया था। यह एक ही बार चलता है, और आपको नया मिलता है।",
  recoverGo: "कोड से साइन इन करें",

  // ---- the recovery code ----

  recoveryTitle: "अपना रिकवरी कोड सँभाल कर रखें",
  recoveryWhy:
    "अगर कभी आपके सारे डिवाइस खो जाएँ, तो वापसी का रास्ता यही कोड है। यह सिर्फ़ अभी दिखाया जा रहा है: इसे लिख लें या पासवर्ड मैनेजर में रखें।",
  recoveryCopy: "कोड कॉपी करें",
  recoveryCopied: "कॉपी हो गया",
  recoveryNotCopied: "कोड कॉपी नहीं हो सका। इसे चुनकर ख़ुद कॉपी करें।",
  recoveryKept: "मैंने कोड सुरक्षित जगह रख लिया है।",
  recoveryGoOn: "आगे बढ़ें",
  recoveryKeepFirst: "पहले कोड सँभालें, फिर बॉक्स पर निशान लगाएँ।",

  // ---- signed in ----

  signedInAlready: "आप इस डिवाइस पर साइन इन हैं।",
  syncedNow: "आपके रूम और सेटिंग सभी डिवाइस पर एक जैसे हैं।",
  syncFailed: "आपके रूम अपडेट नहीं हो सके। कोशिश अपने-आप फिर होगी।",
  syncFull: "आपका खाता भर गया है: जिन रूम की ज़रूरत नहीं, उन्हें भूल जाएँ।",
  nameHint: "उन रूम के लिए जिनमें आप अब से आएँगे।",
  nameSave: "सेव करें",
  nameSaved: "सेव हो गया",

  passkeys: "पासकी",
  passkeysHint: "हर एक से आप साइन इन कर सकते हैं। एक दूसरे डिवाइस पर भी रखें।",
  passkeyUnnamed: "बिना नाम की पासकी",
  passkeyMade: (/** @type {string} */ when) => `बनी: ${when}`,
  passkeyUsed: (/** @type {string} */ when) => `पिछली बार इस्तेमाल: ${when}`,
  passkeySynced: "आपका पासवर्ड मैनेजर इसे अपने सभी डिवाइस पर रखता है",
  passkeyCloned: "किसी ने इसकी नक़ल से साइन इन करने की कोशिश की। अगर वह आप नहीं थे, तो इसे हटा दें।",
  passkeyAdd: "पासकी जोड़ें",
  passkeyAdded: "पासकी जोड़ दी गई।",
  passkeyRename: (/** @type {string} */ passkey) => `${passkey} का नाम बदलें`,
  passkeyName: "पासकी का नाम",
  passkeyRemove: (/** @type {string} */ passkey) => `${passkey} हटाएँ`,
  passkeyRemoveAsk: (/** @type {string} */ passkey) =>
    `“${passkey}” हटाएँ? फिर आप इससे साइन इन नहीं कर पाएँगे। इसे अपने डिवाइस की सेटिंग में भी मिटाएँ।`,
  passkeyRemoveGo: "पासकी हटाएँ",
  passkeyRemoved: "पासकी हटा दी गई।",

  recoveryHave: "आपके पास रिकवरी कोड है। इसे दोबारा नहीं दिखाया जा सकता।",
  recoveryNone: "आपके पास रिकवरी कोड नहीं है।",
  recoveryNew: "नया कोड बनाएँ",
  recoveryAsk: "नया कोड बनाएँ? पुराना फिर नहीं चलेगा।",

  provider: "साइन इन के दूसरे तरीक़े",
  providerLinked: (/** @type {string} */ provider) => `आप ${provider} से साइन इन कर सकते हैं।`,
  providerLink: (/** @type {string} */ provider) => `${provider} से जोड़ें`,
  providerUnlink: (/** @type {string} */ provider) => `${provider} से अलग करें`,

  devices: "डिवाइस",
  devicesHint: "जहाँ आप साइन इन हैं। दूसरे डिवाइस पर बस साइन इन करें: सब कुछ साथ आता है।",
  deviceThis: "यह डिवाइस",
  deviceSeen: (/** @type {string} */ when) => `पिछली बार देखा गया: ${when}`,
  deviceSignOut: "साइन आउट करें",
  deviceSignOutOf: (/** @type {string} */ device) => `${device} को साइन आउट करें`,
  deviceSignedOut: (/** @type {string} */ device) => `${device} को साइन आउट कर दिया गया।`,
  signOutOthers: "बाक़ी सब जगह साइन आउट करें",
  signOutOthersAsk:
    "बाक़ी सभी डिवाइस पर साइन आउट करें? रूम का जो कुछ उनके पास है वहीं रहेगा, पर उससे वे आपकी जगह अंदर नहीं आ पाएँगे।",
  othersSignedOut: "बाक़ी सभी डिवाइस साइन आउट कर दिए गए।",
  withoutAccount: "खाते के बिना:",

  signOutHere: "इस डिवाइस पर साइन आउट करें",
  signOutAsk: "इस डिवाइस पर साइन आउट करें?",
  signOutForget: (/** @type {number} */ n) =>
    plural(n, { one: "आपके खाते के साथ आया # रूम यहाँ भूल जाएँ", other: "आपके खाते के साथ आए # रूम यहाँ भूल जाएँ" }),
  signOutForgetHint: "वे आपके खाते में रहेंगे। जो इस डिवाइस पर पहले से था, वह यहीं रहेगा।",
  signOutNothing: "इस डिवाइस पर कुछ भी आपके खाते के साथ नहीं आया, इसलिए सब कुछ रहेगा।",
  signOutGo: "साइन आउट करें",

  yourData: "आपका डेटा",
  exportData: "सब कुछ डाउनलोड करें",
  exportHint: "एक फ़ाइल जिसमें वह सब है जो आपका खाता रखता है।",
  deleteAccount: "खाता मिटाएँ",
  deleteAsk: "अपना खाता हमेशा के लिए मिटाएँ?",
  deleteGoes: [
    "आपका खाता, उसकी पासकी और रिकवरी कोड तुरंत मिट जाएँगे।",
    "आप सभी डिवाइस पर साइन आउट हो जाएँगे।",
    "उसमें रखे रूम, ड्राफ़्ट और सेटिंग उससे मिट जाएँगे।",
    "रूम में आप साइन इन नहीं दिखेंगे, और आपका नाम आपके लिए सुरक्षित नहीं रहेगा।",
  ],
  deleteStays: "आपका लिखा रूम में रहेगा, और आपके रूम इस डिवाइस पर रहेंगे।",
  deleteConfirm: "मैं अपना खाता मिटाना चाहता/चाहती हूँ और जानता/जानती हूँ कि यह वापस नहीं हो सकता।",
  deleteGo: "खाता हमेशा के लिए मिटाएँ",
  deleteConfirmFirst: "पहले बॉक्स पर निशान लगाएँ।",
  accountDeleted: "आपका खाता मिटा दिया गया।",
  signedOutNow: "आप साइन आउट हैं।",

  // ---- beside a name ----

  promptSignIn: "खाता है? साइन इन करें",
  promptNeeded: "यहाँ अंदर आने से पहले साइन इन करना होता है।",
  promptSignedIn: "आप साइन इन हैं। इस रूम के लिए एक नाम चुनें।",
  accountEnded: "आपको इस डिवाइस पर साइन आउट कर दिया गया।",

  accountWait: (/** @type {number} */ seconds) =>
    plural(seconds, {
      one: "बहुत ज़्यादा कोशिशें। # सेकंड में फिर कोशिश करें।",
      other: "बहुत ज़्यादा कोशिशें। # सेकंड में फिर कोशिश करें।",
    }),
  accountFault: (/** @type {string} */ code) =>
    wordsFor(
      {
        cancelled: "कुछ नहीं चुना गया। अगर इस डिवाइस पर आपकी पासकी नहीं है, तो खाता बनाएँ या रिकवरी कोड इस्तेमाल करें।",
        unsupported: "इस ब्राउज़र में पासकी नहीं चलती। दूसरा ब्राउज़र या साइन इन का दूसरा तरीक़ा आज़माएँ।",
        insecure: "पासकी वहीं चलती है जहाँ पता https से शुरू होता है।",
        already: "इस डिवाइस पर आपकी पासकी पहले से है।",
        passkeys_full: "खाते में इससे ज़्यादा पासकी नहीं हो सकतीं। जो अब काम की नहीं, उसे हटा दें।",
        offline: "सर्वर तक पहुँच नहीं हो रही। कनेक्शन देखें और फिर कोशिश करें।",
        rate_limited: "बहुत ज़्यादा कोशिशें। ज़रा रुककर फिर कोशिश करें।",
        passkey_invalid: "यह पासकी नहीं मानी गई: यह हटा दी गई है या किसी और खाते की है। दूसरी इस्तेमाल करें।",
        passkey_unknown: "यह पासकी अब यहाँ नहीं जानी जाती। दूसरी या अपना रिकवरी कोड इस्तेमाल करें।",
        challenge_invalid: "इसमें बहुत समय लग गया। फिर कोशिश करें।",
        oidc_needed: "यहाँ नए खाते साइन इन के दूसरे तरीक़े से बनते हैं।",
        recovery_invalid: "यह सही कोड नहीं है। हर अक्षर जाँचें; हर कोड एक ही बार चलता है।",
        last_way: "आपके खाते में आने का यही एक रास्ता है। पहले दूसरी पासकी जोड़ें या रिकवरी कोड बनाएँ।",
        signed_out: "आप साइन आउट हो चुके हैं, शायद किसी दूसरे डिवाइस से। फिर साइन इन करें।",
        origin_forbidden: "यह पेज सर्वर के अपने पते पर नहीं है, इसलिए यहाँ साइन इन नहीं हो सकता।",
        oidc_taken: "यह पहचान किसी और खाते की है। उससे साइन इन करें, या पहले वह खाता मिटाएँ।",
        oidc_failed: "दूसरी साइट ने आपकी पहचान नहीं बताई। फिर कोशिश करें।",
        too_large: "आपका खाता भर गया है: जिन रूम की ज़रूरत नहीं, उन्हें भूल जाएँ।",
      },
      code,
    ) ?? "यह नहीं हो सका। फिर कोशिश करें।",
};
