import { type Agent, request } from 'node:http';

export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** The body, parsed; fails the test where it is not JSON. */
  json: { ActionStatus?: unknown; ErrorInfo?: unknown; ErrorCode?: unknown };
}

interface Message {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  agent?: Agent | false;
}

/** Sends exactly the headers and bytes that it is given, which fetch and supertest do not: no Content-Type of their own. */
export function send(
  url: string,
  { method = 'POST', headers = {}, body, agent = false }: Message,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers, agent }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          text,
          get json() {
            return JSON.parse(text) as Answer['json'];
          },
        });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
