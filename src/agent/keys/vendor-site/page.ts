/** One control of a form, and what stands beside it. */
export interface Control {
  readonly kind: "text" | "password" | "hidden" | "checkbox" | "radio" | "select" | "submit" | "image";
  readonly name: string;
  readonly value: string;
  readonly checked: boolean;
  /** Whether a person could type into it. */
  readonly editable: boolean;
  /** What stands on it, before it, and for a box to tick after it. */
  readonly label: string;
}

export interface PageForm {
  readonly action: URL;
  readonly method: "GET" | "POST";
  readonly multipart: boolean;
  readonly controls: readonly Control[];
}

export interface PageLink {
  readonly url: URL;
  readonly text: string;
}

/** What a page offers and says, once its HTML was read. */
export interface Page {
  readonly url: URL;
  readonly charset: string;
  readonly forms: readonly PageForm[];
  readonly links: readonly PageLink[];
  readonly frames: readonly URL[];
  /** Where the page goes by itself. */
  readonly refresh: URL | undefined;
  /** What it says, block by block. */
  readonly phrases: readonly string[];
}

/** A page with what stands in its frames. */
export type View = readonly Page[];

/** What is sent to the site. */
export interface PageRequest {
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly contentType?: string;
  readonly body?: string | FormData;
}
