import { DiskMap } from "../../store/disk-map.ts";
import type { AccountRow, LicenseKeyRow, MembershipRow, TransferRow } from "../pool-tables.ts";

interface Told {
  /** Number of the newest entry about it. */
  readonly entry: number;
}

export interface BalanceBook {
  loaded: number;
  used: number;
  entry: number;
}

export interface AccountBook extends Told {
  readonly email: string;
  readonly role: AccountRow["role"];
  readonly createdAt: string;
  readonly disabledAt: string | null;
  /** Missing where an older version did not say. */
  readonly name?: string | undefined;
}

export interface ActivationBook extends Told {
  readonly issuedAt: string;
  /** By type, as they were issued. */
  readonly licenses: Readonly<Record<string, number>>;
  /** Hash of its code; missing where an older version did not say. */
  readonly code?: string | undefined;
}

/** Who added an activation key to a balance, by its code. */
export interface ActivatedBook extends Told {
  readonly account: string | null;
  readonly at: string;
}

/** What is missing was not said by an older version. */
export interface LotBook extends Told {
  readonly account: string | null;
  readonly type: string;
  readonly used: number;
  readonly count?: number | undefined;
  readonly activationKey?: string | undefined;
  readonly loadedAt?: string | null | undefined;
}

/** What is missing was not said by an older version. */
export interface KeyBook extends Told {
  readonly account: string | null;
  readonly type: string;
  readonly count: number;
  readonly serial: string | null;
  readonly status: LicenseKeyRow["status"];
  readonly issuer: LicenseKeyRow["issuer"];
  readonly predefined: boolean;
  /** The predefined licenses that it was claimed for. */
  readonly claims: readonly string[];
  readonly requestId: string | null;
  readonly createdAt: string;
  readonly revokedAt: string | null;
  readonly revokedWhy: string | null;
  readonly returnedAt: string | null;
  readonly replacedBy: string | null;
  /** What paid for it: lot number and count. */
  readonly paid: readonly (readonly [number, number])[];
  readonly sequence?: number | undefined;
  /** The agent's token that asked for it. */
  readonly token?: string | null | undefined;
  /** What it was to fill the box's keys up to. */
  readonly total?: number | undefined;
  /** Hash of its line. */
  readonly line?: string | undefined;
}

export interface PredefinedBook extends Told {
  readonly serial: string;
  readonly type: string;
  readonly count: number;
  readonly createdAt: string;
  readonly account: string | null;
  readonly key: string | null;
}

export interface TransferBook extends Told {
  readonly activationKey: string;
  readonly from: string | null;
  readonly to: string;
  readonly toAccount: string | null;
  readonly status: TransferRow["status"];
  readonly lots: string | null;
  readonly createdAt: string;
  readonly decidedAt: string | null;
  /** The activation keys of the lots that left, in their order. */
  readonly leaving: readonly (string | undefined)[];
}

export interface TokenBook extends Told {
  readonly account: string | null;
  /** What it is limited to, as JSON. */
  readonly limits: string;
  readonly revokedAt: string | null;
  readonly fingerprint?: string | undefined;
}

/** What is missing was not said by an older version. */
export interface PersonBook extends Told {
  readonly name?: string | undefined;
  readonly createdAt: string;
  readonly disabledAt: string | null;
  /** The version of the license agreement that was accepted. */
  readonly agreement?: string | undefined;
  /** Hash of the hash. */
  readonly password?: string | undefined;
}

export interface MembershipBook extends Told {
  readonly role: MembershipRow["role"];
  readonly since: string;
}

/** What is missing was not said by an older version. */
export interface InvitationBook extends Told {
  readonly account: string | null;
  readonly email: string;
  readonly role: MembershipRow["role"];
  readonly createdAt: string;
  readonly usedAt: string | null;
  readonly expiresAt?: string | undefined;
  readonly fingerprint?: string | undefined;
}

/** What the pool's tables must say, recomputed from the ledger alone. */
export interface Books extends Disposable {
  /** By account and type, a blank between. */
  readonly balances: Map<string, BalanceBook>;
  readonly accounts: DiskMap<AccountBook>;
  readonly activations: DiskMap<ActivationBook>;
  readonly activated: DiskMap<ActivatedBook>;
  readonly lots: DiskMap<LotBook>;
  readonly keys: DiskMap<KeyBook>;
  readonly predefined: DiskMap<PredefinedBook>;
  readonly transfers: DiskMap<TransferBook>;
  readonly tokens: DiskMap<TokenBook>;
  /** By e-mail address. */
  readonly people: DiskMap<PersonBook>;
  /** By account and e-mail address, a blank between. */
  readonly memberships: DiskMap<MembershipBook>;
  readonly invitations: DiskMap<InvitationBook>;
}

export function emptyBooks(): Books {
  const closing = new DisposableStack();
  const map = <Value>() => closing.use(new DiskMap<Value>());
  return {
    balances: new Map(),
    accounts: map(),
    activations: map(),
    activated: map(),
    lots: map(),
    keys: map(),
    predefined: map(),
    transfers: map(),
    tokens: map(),
    people: map(),
    memberships: map(),
    invitations: map(),
    [Symbol.dispose]: () => closing.dispose(),
  };
}
