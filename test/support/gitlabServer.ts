// A GitLab with its registry on another host: the API with its paging and its oddities, tokens that end early, and a
// registry that asks for them before it lets requests through to a real one. Written after GitLab's documentation.

import {
  createServer,
  type IncomingMessage,
  request as httpRequest,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { basic, refuse, sendJson } from "./registryServer";

/** Looks like a group access token; no such token exists. */
export const GITLAB_TOKEN = "glpat-TestTokenTestToken00";

export interface GitlabProject {
  /** With GitLab's capitals: `Acme/Backend/API`. */
  readonly path: string;
  /** Image names below the project; "" for the project's own image. A status stands after a space. */
  readonly images?: readonly string[];
  /** What its list of repositories answers in place of a list. */
  readonly refusal?: 403 | 404;
}

export class GitlabServer {
  readonly seen: string[] = [];
  /** Requests that a registry's token lasts for, as if minutes had passed. */
  tokenRequests = 40;
  /** Tags that are listed and have no manifest. */
  readonly ghosts = new Map<string, string[]>();
  /** Time that each blob takes, in milliseconds. */
  blobDelayMs = 0;
  tokensGiven = 0;
  /** What the server and its registry are called; left out: their addresses. */
  names: { readonly url?: string; readonly registry?: string } = {};
  private readonly tokens = new Map<string, { repository: string; left: number }>();
  private readonly api: Server = createServer((request, response) => this.handleApi(request, response));
  private readonly front: Server = createServer((request, response) => this.handleRegistry(request, response));

  /** `backing`: the host of the registry behind. */
  constructor(
    readonly group: string,
    readonly projects: readonly GitlabProject[],
    private readonly backing: string,
  ) {}

  async start(): Promise<this> {
    for (const server of [this.api, this.front])
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return this;
  }

  async stop(): Promise<void> {
    for (const server of [this.api, this.front]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  /** As the user writes it: another host name than the registry's. */
  get url(): string {
    return `http://localhost:${portOf(this.api)}`;
  }

  get registry(): string {
    return `127.0.0.1:${portOf(this.front)}`;
  }

  private handleApi(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? "/", this.url);
    this.seen.push(`${request.method ?? ""} ${url.pathname}${url.search}`);
    if (url.pathname === "/jwt/auth") {
      this.giveToken(url, request, response);
      return;
    }
    if (request.headers.authorization !== `Bearer ${GITLAB_TOKEN}`) {
      sendJson(response, 401, { message: "401 Unauthorized" });
      return;
    }
    const [, group] = /^\/api\/v4\/groups\/([^/]+)\/projects$/.exec(url.pathname) ?? [];
    const [, id] = /^\/api\/v4\/projects\/([^/]+)\/registry\/repositories$/.exec(url.pathname) ?? [];
    if (group !== undefined) {
      if (decodeURIComponent(group).toLowerCase() !== this.group.toLowerCase())
        sendJson(response, 404, { message: "404 Group Not Found" });
      else if (url.searchParams.get("include_subgroups") !== "true") this.page(url, [], response);
      else
        this.page(
          url,
          this.projects.map(({ path }, at) => ({ id: at + 1, path_with_namespace: path })),
          response,
        );
      return;
    }
    const project = id === undefined ? undefined : this.findProject(decodeURIComponent(id));
    if (project === undefined || project.refusal !== undefined) {
      sendJson(response, project?.refusal ?? 404, { message: "404 Project Not Found" });
      return;
    }
    this.page(
      url,
      (project.images ?? []).map((image, at) => this.describe(project.path, image, at)),
      response,
    );
  }

  private findProject(id: string): GitlabProject | undefined {
    return this.projects.find(({ path }, at) => String(at + 1) === id || path === id);
  }

  private describe(project: string, image: string, id: number): object {
    const [name = "", status = null] = image.split(" ");
    const path = [project.toLowerCase(), ...(name === "" ? [] : [name])].join("/");
    return { id, name, path, project_id: 1, location: `${this.names.registry ?? this.registry}/${path}`, status };
  }

  /** Pages of two, and links that lead to the address behind the proxy. */
  private page(url: URL, items: readonly object[], response: ServerResponse): void {
    const size = 2;
    const page = Number(url.searchParams.get("page") ?? 1);
    const next = new URL(url);
    next.host = "gitlab.internal:8181";
    next.searchParams.set("page", String(page + 1));
    if (page * size < items.length)
      response.setHeader("link", `<${next.href}>; rel="next", <${url.href}>; rel="first"`);
    sendJson(response, 200, items.slice((page - 1) * size, page * size));
  }

  private giveToken(url: URL, { headers }: IncomingMessage, response: ServerResponse): void {
    const [, repository = ""] = /^repository:(.+):pull$/.exec(url.searchParams.get("scope") ?? "") ?? [];
    if (headers.authorization !== basic("token", GITLAB_TOKEN)) {
      refuse(response, 401, "UNAUTHORIZED", "HTTP Basic: Access denied");
      return;
    }
    const token = `jwt-${++this.tokensGiven}`;
    this.tokens.set(`Bearer ${token}`, { repository, left: this.tokenRequests });
    sendJson(response, 200, { token });
  }

  private handleRegistry(request: IncomingMessage, response: ServerResponse): void {
    const { url: path = "/", method = "GET", headers } = request;
    this.seen.push(`${method} ${path}`);
    const [, repository = "", rest = ""] = /^\/v2\/(.+?)\/((?:manifests|blobs|tags|referrers)\/.*)$/.exec(path) ?? [];
    const token = this.tokens.get(headers.authorization ?? "");
    if (token?.repository !== repository || token.left-- <= 0) {
      const scope = `repository:${repository}:pull`;
      response.setHeader(
        "www-authenticate",
        `Bearer realm="${this.names.url ?? this.url}/jwt/auth",service="container_registry",scope="${scope}"`,
      );
      refuse(response, 401, "UNAUTHORIZED", "authentication required");
      return;
    }
    const ghosts = this.ghosts.get(repository) ?? [];
    if (ghosts.some((tag) => rest === `manifests/${tag}`)) {
      refuse(response, 404, "MANIFEST_UNKNOWN");
      return;
    }
    const delay = rest.startsWith("blobs/") && method === "GET" ? this.blobDelayMs : 0;
    setTimeout(() => this.pass(request, response, rest.startsWith("tags/") ? ghosts : []), delay);
  }

  /** Passes a request on to the registry behind; adds tags to a list. */
  private pass({ url, method, headers }: IncomingMessage, response: ServerResponse, moreTags: readonly string[]): void {
    const [hostname, port] = this.backing.split(":");
    const options = { hostname, port, path: url, method, headers: { accept: headers.accept, host: this.backing } };
    const onward = httpRequest(options, (answer) => {
      if (moreTags.length === 0) {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
        return;
      }
      let text = "";
      answer.on("data", (chunk: Buffer) => (text += chunk.toString()));
      answer.on("end", () => {
        const { name, tags } = JSON.parse(text) as { name: string; tags: string[] | null };
        sendJson(response, 200, { name, tags: [...(tags ?? []), ...moreTags] });
      });
    });
    onward.on("error", () => response.destroy());
    onward.end();
  }
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
