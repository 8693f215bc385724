/** Everything that can go wrong with the vendor's site; `retry`: asking again later may help by itself, `final`: it brings the same answer. */
export const vendorSiteErrors = {
  "vendor-unreachable": {
    retry: true,
    final: false,
    means: "nothing answers at the site, or it answers with a fault of its own",
  },
  "vendor-timed-out": { retry: true, final: false, means: "the answer did not end in time" },
  "vendor-too-large": { retry: false, final: false, means: "the answer is larger than any page or license file" },
  "vendor-page-unexpected": { retry: false, final: false, means: "a page that nobody knows; it was kept" },
  "vendor-login-refused": {
    retry: false,
    final: false,
    means: "one try was refused; none is made until the password changes",
  },
  "vendor-serial-unknown": { retry: false, final: true, means: "the site has nothing for the serial number" },
  "vendor-not-yours": { retry: false, final: true, means: "the licenses belong to another account" },
  "vendor-wrong-lines": { retry: false, final: true, means: "the file that was downloaded is for another box" },
} as const satisfies Record<`vendor-${string}`, { retry: boolean; final: boolean; means: string }>;

export type VendorSiteErrorCode = keyof typeof vendorSiteErrors;

/** What the vendor's site did instead of giving a license file, in a sentence for a person. Never carries a secret. */
export class VendorSiteError extends Error {
  readonly code: VendorSiteErrorCode;

  constructor(code: VendorSiteErrorCode, message: string, options: { readonly cause?: unknown } = {}) {
    super(message, options);
    this.name = "VendorSiteError";
    this.code = code;
  }
}

export function isVendorSiteError(error: unknown): error is VendorSiteError {
  return error instanceof VendorSiteError;
}
