import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';

/** What a server answered; its content is not read. */
export interface PostAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
}

/**
 * Posts a text, through the proxy that `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` name, in either case of letters. A
 * redirect may lead anywhere: it is not followed.
 *
 * @throws an error of the system where no answer came, or the signal aborted
 */
export async function post(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<PostAnswer> {
  const options = {
    method: 'POST',
    headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    signal,
  };
  const proxyEnv = process.env;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const request =
      url.protocol === 'https:'
        ? requestHttps(url, { ...options, agent: new HttpsAgent({ proxyEnv }) }, resolve)
        : requestHttp(url, { ...options, agent: new HttpAgent({ proxyEnv }) }, resolve);
    request.once('error', reject);
    request.end(body);
  });
  answer.once('error', () => undefined);
  answer.destroy();
  return { status: answer.statusCode!, retryAfter: answer.headers['retry-after'] ?? null };
}
