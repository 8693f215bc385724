import { type ByteText, toByteText } from "../license/byte-text.ts";
import type { SerialNumber } from "../license/serial-number.ts";
import type { Fault } from "./faults.ts";

/** How a box asks for its password. */
export type LoginKind = "basic" | "digest" | "digest-without-qop" | "401-in-the-body";

/** What a simulated box is made of. */
export interface SimulatedBoxOptions {
  readonly serial: SerialNumber;
  /** `IP400` */
  readonly product: string;
  /** `V5.01 IP400[05-5100], Bootcode[05-5000], HW[101]` */
  readonly versionText: string;
  readonly name: ByteText;
  readonly user: string;
  readonly password: string;
  readonly login: LoginKind;
  readonly startPage: "xml" | "html";
  /** Whether a new license line makes it say that a reset is required; unproved of real boxes. */
  readonly saysResetRequired: boolean;
  /** Phones that want to register; each needs a PBX license. */
  readonly phones: number;
  readonly licenses: readonly ByteText[];
  readonly faults: ReadonlySet<Fault>;
  readonly random: () => number;
}

/** A line of the configuration that `vars create` made. */
export interface Variable {
  readonly name: string;
  readonly flags: string;
  readonly value: ByteText;
}

/** What a command leads to besides its answer. */
export type AfterCommand = "nothing" | "reset" | "drop";

/**
 * A box's memory: variables in use, what was written to flash, and which licenses are in force since the last restart.
 * What is not written is forgotten at a restart.
 */
export class SimulatedBox {
  readonly options: SimulatedBoxOptions;
  running: Variable[];
  flash: Variable[];
  /** The license lines that have effect. */
  inForce: readonly Variable[];
  settings: ByteText[];
  resetRequired = false;
  upSince = performance.now();
  restarts = 0;
  /** Until then somebody speaks, by `performance.now()`. */
  callsUntil: number;
  /** How long the last reset that was asked for is put off, in milliseconds. */
  resetInMs = 0;
  /** Commands it was sent, configurations it was asked for, and logins that were tried; for tests. */
  readonly commands: ByteText[] = [];
  reads = 0;
  logins = 0;
  private restless: boolean;
  private deleted: Variable[] = [];

  constructor(options: SimulatedBoxOptions) {
    this.options = options;
    this.running = [
      { name: "X509/REQUESTRESPONSE/00000", flags: "pb", value: toByteText("3082010a0282010100c0ffee") },
      ...options.licenses.map(variableOf).filter((variable) => variable !== undefined),
    ];
    this.flash = [...this.running];
    this.inForce = this.licenses();
    this.settings = [toByteText("config change CMD0 /name ").concat(options.name) as ByteText, ...plainSettings];
    this.restless = options.faults.has("resets-by-itself");
    this.callsUntil = options.faults.has("in-a-call") ? performance.now() + inACallMs : 0;
  }

  get calls(): number {
    return performance.now() < this.callsUntil ? 1 : 0;
  }

  /** Phones that are registered. */
  get registered(): number {
    const { phones } = this.options;
    if (this.restarts > 0 && this.has("phones-stay-away")) return 0;
    if (this.restarts === 0 || !this.has("phones-return-slowly")) return phones;
    return Math.min(phones, Math.floor((performance.now() - this.upSince) / perPhoneMs));
  }

  has(fault: Fault): boolean {
    return this.options.faults.has(fault);
  }

  licenses(): Variable[] {
    return this.running.filter(({ name }) => name.startsWith("LICENSE/"));
  }

  /** Runs a command line. @param mayWrite whether the account may change anything */
  run(command: ByteText, mayWrite: boolean): { answer: ByteText; after: AfterCommand } {
    this.commands.push(command);
    const [verb = "", what = ""] = command.split(/[ \t]+/);
    if (!mayWrite && !(verb === "vars" && what === "read")) return unknown;
    switch (`${verb} ${what}`.trim()) {
      case "vars create":
        return this.create(command);
      case "vars del":
        return this.delete(command.split(/[ \t]+/)[2] ?? "");
      case "vars read":
        return { answer: this.list(command.split(/[ \t]+/)[2] ?? ""), after: "nothing" };
      case "config write":
        this.flash = [...this.running];
        return ok;
      case "config activate":
        return ok;
      case "config change":
        this.settings.push(command);
        return ok;
      case "reset":
        this.resetInMs = 0;
        return restart;
      case "ireset":
        this.resetInMs = Math.max(0, this.callsUntil - performance.now());
        return this.has("never-idle") ? ok : restart;
      case "resetn":
      case "iresetn":
        return this.resetRequired ? restart : ok;
      default:
        return unknown;
    }
  }

  /** What a restart does to the memory. */
  restart(): void {
    if (this.has("forgets-at-reset")) {
      const first = new Set(this.options.licenses.map((line) => variableOf(line)?.value));
      this.flash = this.flash.filter(({ name, value }) => !name.startsWith("LICENSE/") || first.has(value));
    }
    this.running = [...this.flash, ...(this.has("deletion-returns") ? this.deleted : [])];
    this.inForce = this.licenses();
    this.resetRequired = false;
    this.upSince = performance.now();
    this.callsUntil = 0;
    this.restarts += 1;
  }

  private create(command: ByteText): { answer: ByteText; after: AfterCommand } {
    const variable = variableOf(command);
    if (variable === undefined || this.has("answers-question-mark")) return unknown;
    if (!variable.name.startsWith("LICENSE/")) {
      this.running = [...this.running.filter(({ name }) => name !== variable.name), variable];
      return ok;
    }
    if (this.has("does-nothing") || (this.has("locks-after-deletion") && this.deleted.length > 0)) return ok;
    const keeps = variable.flags.includes("a") && !this.has("wipes-older-line");
    const same = ({ name, value }: Variable) => name === variable.name && (!keeps || value === variable.value);
    this.running = [...this.running.filter((other) => !same(other)), variable];
    if (this.options.saysResetRequired) this.resetRequired = true;
    if (this.has("drops-after-write")) return { ...ok, after: "drop" };
    if (!this.restless) return ok;
    this.restless = false;
    return restart;
  }

  /** Takes every line of the name [P]: what a box does of which several licenses have one name, nobody has seen. */
  private delete(name: string): { answer: ByteText; after: AfterCommand } {
    if (this.has("refuses-deletion")) return unknown;
    if (this.has("keeps-deleted")) return ok;
    const named = this.running.filter((variable) => variable.name === name);
    const other = this.licenses().find((variable) => variable.name !== name);
    const gone = new Set(this.has("deletes-oldest-only") ? named.slice(0, 1) : named);
    if (other && this.has("deletion-takes-others")) gone.add(other);
    this.running = this.running.filter((variable) => !gone.has(variable));
    this.deleted.push(...gone);
    if (this.options.saysResetRequired && name.startsWith("LICENSE/")) this.resetRequired = true;
    return ok;
  }

  private list(name: string): ByteText {
    const found = this.running.filter((variable) => variable.name === name);
    return found.map(({ flags, value }) => `${name} ${flags} ${value}\r\n`).join("") as ByteText;
  }
}

const inACallMs = 120_000;
const perPhoneMs = 250;

const ok = { answer: toByteText("ok\r\n"), after: "nothing" } as const;
const restart = { answer: toByteText("ok\r\n"), after: "reset" } as const;
/** How boxes answer what they do not know, or what the account may not do [C]. */
const unknown = { answer: toByteText("?\r\n"), after: "nothing" } as const;

const plainSettings = [
  "config change IP0 /private-networks 192.168.0.0:255.255.0.0",
  "config change ETH0 /dhcp off",
  "config change RELAY0 /routing on",
  "config change PBX0 /mode slave",
  "config change FLASHMAN0",
].map(toByteText);

function variableOf(line: ByteText): Variable | undefined {
  const [, name, flags, value] = /^[ \t]*vars[ \t]+create[ \t]+(\S+)[ \t]+(\S+)[ \t]([^\r\n]*)$/.exec(line) ?? [];
  if (name === undefined || flags === undefined || value === undefined) return undefined;
  return { name, flags, value: value as ByteText };
}
