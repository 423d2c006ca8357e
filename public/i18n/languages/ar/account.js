/** Of accounts: their page (account/account-page.js), and where one signs in beside a name (account/at-prompt.js). */

import { plural, wordsFor } from "../../locale.js";

export default {
  accountTitle: (/** @type {string} */ title) => `${title} · Alcove`,
  accountBack: "رجوع",
  accountLoading: "جارٍ تحميل حسابك…",
  accountOff: "لا توجد حسابات هنا، ولا تحتاج إلى حساب: افتح غرفة فحسب.",
  accountRetry: "إعادة المحاولة",

  // ---- signed out ----

  signInTitle: "تسجيل الدخول",
  signInPitch:
    "لا تحتاج إلى حساب للتحدث. لكن معه تبقى غرفك ومسوداتك وإعداداتك نفسها على كل أجهزتك، ويرى الآخرون أنك أنت.",
  signInRequired: "هنا يسجّل الناس الدخول قبل دخول أي غرفة.",
  signInPasskey: "تسجيل الدخول بمفتاح مرور",
  signInWith: (/** @type {string} */ provider) => `تسجيل الدخول عبر ${provider}`,
  signingIn: "في انتظار جهازك…",
  bringingRooms: "سجّلت الدخول. جارٍ جلب غرفك…",
  createTitle: "جديد هنا؟ أنشئ حسابًا",
  createPitch:
    "يحفظ جهازك له مفتاح مرور: بلا كلمة سر ولا بريد إلكتروني. وتأتي معه الغرف التي على هذا الجهاز.",
  createAccount: "إنشاء حساب",
  createOnlyWith: (/** @type {string} */ provider) => `تُنشأ الحسابات الجديدة هنا عبر ${provider}.`,
  recoverTitle: "فقدت مفتاح المرور؟",
  recoverField: "رمز الاسترداد",
  recoverHint: "ظهر عند إنشاء الحساب. يصلح لمرة واحدة، وتحصل بعده على رمز جديد.",
  recoverGo: "تسجيل الدخول بالرمز",

  // ---- the recovery code ----

  recoveryTitle: "احتفظ برمز الاسترداد",
  recoveryWhy:
    "إن فقدت يومًا كل أجهزتك فهذا الرمز هو طريق العودة. لا يظهر إلا الآن: اكتبه أو احفظه في مدير كلمات السر.",
  recoveryCopy: "نسخ الرمز",
  recoveryCopied: "تم النسخ",
  recoveryNotCopied: "تعذّر نسخ الرمز. حدّده وانسخه بنفسك.",
  recoveryKept: "حفظت الرمز في مكان آمن.",
  recoveryGoOn: "متابعة",
  recoveryKeepFirst: "احفظ الرمز أولًا، ثم ضع علامة في المربع.",

  // ---- signed in ----

  signedInAlready: "أنت مسجّل الدخول على هذا الجهاز.",
  syncedNow: "غرفك وإعداداتك هي نفسها على كل أجهزتك.",
  syncFailed: "تعذّر تحديث غرفك. ستُعاد المحاولة تلقائيًا.",
  syncFull: "حسابك ممتلئ: انسَ الغرف التي لم تعد تحتاج إليها.",
  nameHint: "للغرف التي تدخلها من الآن.",
  nameSave: "حفظ",
  nameSaved: "تم الحفظ",

  passkeys: "مفاتيح المرور",
  passkeysHint: "يمكنك تسجيل الدخول بكل منها. ليكن لديك واحد على جهاز ثانٍ أيضًا.",
  passkeyUnnamed: "مفتاح مرور",
  passkeyMade: (/** @type {string} */ when) => `أُنشئ ${when}`,
  passkeyUsed: (/** @type {string} */ when) => `آخر استخدام ${when}`,
  passkeySynced: "يحفظه مدير كلمات السر على كل أجهزته",
  passkeyCloned: "حاول أحدهم تسجيل الدخول بنسخة منه. إن لم تكن أنت فأزله.",
  passkeyAdd: "إضافة مفتاح مرور",
  passkeyAdded: "أُضيف مفتاح المرور.",
  passkeyRename: (/** @type {string} */ passkey) => `إعادة تسمية ${passkey}`,
  passkeyName: "اسم مفتاح المرور",
  passkeyRemove: (/** @type {string} */ passkey) => `إزالة ${passkey}`,
  passkeyRemoveAsk: (/** @type {string} */ passkey) =>
    `هل تزيل «${passkey}»؟ لن يمكنك تسجيل الدخول به بعد ذلك. احذفه من إعدادات جهازك أيضًا.`,
  passkeyRemoveGo: "إزالة مفتاح المرور",
  passkeyRemoved: "أُزيل مفتاح المرور.",

  recoveryHave: "لديك رمز استرداد. لا يمكن عرضه مرة أخرى.",
  recoveryNone: "ليس لديك رمز استرداد.",
  recoveryNew: "إنشاء رمز جديد للاسترداد",
  recoveryAsk: "هل تنشئ رمزًا جديدًا؟ لن يصلح القديم بعد ذلك.",

  provider: "طرق أخرى لتسجيل الدخول",
  providerLinked: (/** @type {string} */ provider) => `يمكنك تسجيل الدخول عبر ${provider}.`,
  providerLink: (/** @type {string} */ provider) => `الربط مع ${provider}`,
  providerUnlink: (/** @type {string} */ provider) => `فك الربط مع ${provider}`,

  devices: "الأجهزة",
  devicesHint: "حيث سجّلت الدخول. على جهاز آخر سجّل الدخول فحسب: يأتي كل شيء معك.",
  deviceThis: "هذا الجهاز",
  deviceSeen: (/** @type {string} */ when) => `آخر ظهور ${when}`,
  deviceSignOut: "تسجيل الخروج",
  deviceSignOutOf: (/** @type {string} */ device) => `تسجيل خروج ${device}`,
  deviceSignedOut: (/** @type {string} */ device) => `تم تسجيل خروج ${device}.`,
  signOutOthers: "تسجيل الخروج من كل مكان آخر",
  signOutOthersAsk:
    "هل تسجّل الخروج على كل الأجهزة الأخرى؟ يبقى فيها ما تحفظه من الغرف، لكنه لا يُدخلها بعد ذلك باسمك.",
  othersSignedOut: "تم تسجيل خروج كل الأجهزة الأخرى.",
  withoutAccount: "بلا حساب:",

  signOutHere: "تسجيل الخروج على هذا الجهاز",
  signOutAsk: "هل تسجّل الخروج على هذا الجهاز؟",
  signOutForget: (/** @type {number} */ n) =>
    plural(n, {
      zero: "لا غرف هنا جاءت مع حسابك",
      one: "نسيان غرفة واحدة هنا جاءت مع حسابك",
      two: "نسيان غرفتين هنا جاءتا مع حسابك",
      few: "نسيان # غرف هنا جاءت مع حسابك",
      many: "نسيان # غرفة هنا جاءت مع حسابك",
      other: "نسيان # غرفة هنا جاءت مع حسابك",
    }),
  signOutForgetHint: "تبقى في حسابك. وما كان على هذا الجهاز من قبل يبقى هنا.",
  signOutNothing: "لم يأتِ شيء على هذا الجهاز مع حسابك، لذا يبقى كل شيء.",
  signOutGo: "تسجيل الخروج",

  yourData: "بياناتك",
  exportData: "تنزيل كل شيء",
  exportHint: "ملف فيه كل ما يحفظه حسابك.",
  deleteAccount: "حذف الحساب",
  deleteAsk: "هل تحذف حسابك نهائيًا؟",
  deleteGoes: [
    "يزول حسابك ومفاتيح مروره ورمز استرداده على الفور.",
    "يُسجَّل خروجك على كل الأجهزة.",
    "تُمحى منه الغرف والمسودات والإعدادات التي يحفظها.",
    "لا تظهر بعدها في الغرف كمسجّل الدخول، ولا يبقى اسمك محجوزًا لك.",
  ],
  deleteStays: "ما كتبته يبقى في الغرف، وتبقى غرفك على هذا الجهاز.",
  deleteConfirm: "أريد حذف حسابي، وأعلم أنه لا يمكن التراجع.",
  deleteGo: "حذف الحساب نهائيًا",
  deleteConfirmFirst: "ضع علامة في المربع أولًا.",
  accountDeleted: "حُذف حسابك.",
  signedOutNow: "سجّلت الخروج.",

  // ---- beside a name ----

  promptSignIn: "لديك حساب؟ سجّل الدخول",
  promptNeeded: "هنا يسجّل الناس الدخول قبل أن يدخلوا.",
  promptSignedIn: "سجّلت الدخول. اختر اسمًا لهذه الغرفة.",
  accountEnded: "سُجّل خروجك على هذا الجهاز.",

  accountWait: (/** @type {number} */ seconds) =>
    plural(seconds, {
      zero: "محاولات كثيرة. حاول الآن.",
      one: "محاولات كثيرة. حاول بعد ثانية واحدة.",
      two: "محاولات كثيرة. حاول بعد ثانيتين.",
      few: "محاولات كثيرة. حاول بعد # ثوانٍ.",
      many: "محاولات كثيرة. حاول بعد # ثانية.",
      other: "محاولات كثيرة. حاول بعد # ثانية.",
    }),
  accountFault: (/** @type {string} */ code) =>
    wordsFor(
      {
        cancelled: "لم يُختر شيء. إن لم يكن على هذا الجهاز مفتاح مرور لك فأنشئ حسابًا أو استخدم رمز الاسترداد.",
        unsupported: "هذا المتصفح لا يدعم مفاتيح المرور. جرّب متصفحًا آخر أو طريقة أخرى.",
        insecure: "لا تعمل مفاتيح المرور إلا حيث يبدأ العنوان بـ https.",
        already: "على هذا الجهاز مفتاح مرور لك من قبل.",
        passkeys_full: "لا يمكن أن يكون للحساب مفاتيح مرور أكثر. أزل مفتاحًا لم تعد تستخدمه.",
        offline: "تعذّر الوصول إلى الخادم. تحقق من اتصالك وحاول مجددًا.",
        rate_limited: "محاولات كثيرة. انتظر قليلًا وحاول مجددًا.",
        passkey_invalid: "لم يُقبل مفتاح المرور هذا: أُزيل أو يخص حسابًا آخر. استخدم غيره.",
        passkey_unknown: "لم يعد مفتاح المرور هذا معروفًا هنا. استخدم غيره أو رمز الاسترداد.",
        challenge_invalid: "استغرق ذلك وقتًا طويلًا. حاول مجددًا.",
        oidc_needed: "تُنشأ الحسابات الجديدة هنا بطريقة تسجيل الدخول الأخرى.",
        recovery_invalid: "ليس هذا الرمز الصحيح. تحقق من كل حرف؛ كل رمز يصلح لمرة واحدة.",
        last_way: "هذا هو الطريق الوحيد إلى حسابك. أضف أولًا مفتاح مرور آخر أو أنشئ رمز استرداد.",
        signed_out: "سُجّل خروجك، ربما من جهاز آخر. سجّل الدخول من جديد.",
        origin_forbidden: "هذه الصفحة ليست على عنوان الخادم، فلا يمكنك تسجيل الدخول هنا.",
        oidc_taken: "هذه الهوية تخص حسابًا آخر. سجّل الدخول بها، أو احذف ذلك الحساب أولًا.",
        oidc_state: "استغرق هذا وقتًا طويلًا، أو بدأ في متصفح آخر أو علامة تبويب أخرى. حاول مجددًا.",
        oidc_denied: "لم يسمح لك الموقع الآخر بالدخول. إن كان عليه ذلك، فاسأل من يديره.",
        oidc_unreachable: "لا يمكن الوصول إلى الموقع الآخر الآن. حاول لاحقًا، أو سجّل الدخول بطريقة أخرى.",
        oidc_invalid: "لا يمكن الوثوق برد الموقع الآخر، لذلك لم تُسجّل الدخول. أخبر من يدير هذا الخادم.",
        oidc_linked: "حسابك مرتبط بالفعل بهوية أخرى. ألغِ ربطها أولًا.",
        too_large: "حسابك ممتلئ: انسَ الغرف التي لم تعد تحتاج إليها.",
      },
      code,
    ) ?? "لم ينجح ذلك. حاول مجددًا.",
};
