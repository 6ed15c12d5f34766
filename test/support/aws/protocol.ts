import { ApiError, type Reply } from './types.ts';

export type Protocol = 'json' | 'rest-json' | 'query' | 's3';

/** A reply in JSON. */
export function jsonReply(value: unknown, protocol: 'json' | 'rest-json' = 'json'): Reply {
  return {
    status: 200,
    headers: { 'content-type': protocol === 'json' ? 'application/x-amz-json-1.1' : 'application/json' },
    body: JSON.stringify(value),
  };
}

export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
}

/** Elements of XML from values; arrays repeat their element, null leaves it out. */
export function xml(name: string, value: unknown, attributes = ''): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((item) => xml(name, item)).join('');
  const inner =
    typeof value === 'object'
      ? Object.entries(value as Record<string, unknown>)
          .map(([key, member]) => xml(key, member))
          .join('')
      : escapeXml(String(value as string | number | boolean));
  return `<${name}${attributes}>${inner}</${name}>`;
}

/** A reply of a query service: `<XResponse><XResult>…`. */
export function queryReply(operation: string, namespace: string, result: unknown, requestId: string): Reply {
  const body = `${xml(`${operation}Result`, result)}${xml('ResponseMetadata', { RequestId: requestId })}`;
  return {
    status: 200,
    headers: { 'content-type': 'text/xml' },
    body: `<${operation}Response xmlns="${namespace}">${body}</${operation}Response>`,
  };
}

/** An error as the protocol of its service writes it. */
export function errorReply(error: ApiError, protocol: Protocol, requestId: string, head: boolean): Reply {
  const headers = { ...error.headers };
  switch (protocol) {
    case 'json':
      return {
        status: error.status,
        headers: { ...headers, 'content-type': 'application/x-amz-json-1.1' },
        body: JSON.stringify({ __type: error.code, message: error.message, ...error.members }),
      };
    case 'rest-json':
      return {
        status: error.status,
        headers: { ...headers, 'content-type': 'application/json', 'x-amzn-errortype': error.code },
        body: JSON.stringify({ message: error.message, ...error.members }),
      };
    case 'query':
      return {
        status: error.status,
        headers: { ...headers, 'content-type': 'text/xml' },
        body: `<ErrorResponse>${xml('Error', { Type: 'Sender', Code: error.code, Message: error.message })}${xml('RequestId', requestId)}</ErrorResponse>`,
      };
    case 's3':
      return {
        status: error.status,
        headers: { ...headers, 'content-type': 'application/xml' },
        body: head
          ? ''
          : `<?xml version="1.0" encoding="UTF-8"?>\n${xml('Error', { Code: error.code, Message: error.message, ...error.members, RequestId: requestId })}`,
      };
  }
}
