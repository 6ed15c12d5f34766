import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { accountReply, iamReply } from './account.ts';
import { authenticate } from './authenticate.ts';
import { cloudTrailReply } from './cloudtrail.ts';
import { metadataReply } from './metadata.ts';
import { errorReply } from './protocol.ts';
import { readCall, type IncomingCall } from './request.ts';
import { s3Reply } from './s3.ts';
import { signInReply } from './sign-in.ts';
import { LoopbackState } from './state.ts';
import { stsReply } from './sts.ts';
import { throttle } from './throttle.ts';
import { ApiError, type Fault, type RecordedRequest, type Reply } from './types.ts';

/** An AWS on 127.0.0.1 that speaks the wire protocols to the unmodified SDK. All services share one address. */
export interface LoopbackAws {
  url: string;
  state: LoopbackState;
  stop(): Promise<void>;
}

export async function startLoopbackAws(state: LoopbackState = new LoopbackState()): Promise<LoopbackAws> {
  const server = createServer((message, response) => {
    answer(message, response, state).catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    state,
    stop: () => stop(server),
  };
}

function stop(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

async function answer(message: IncomingMessage, response: ServerResponse, state: LoopbackState): Promise<void> {
  const call = await readCall(message);
  const request = record(call, state);
  state.onRequest?.(request);
  const fault = takeFault(state, request);
  if (fault?.kind === 'reset') {
    message.socket.destroy();
    return;
  }
  if (fault?.kind === 'hold') await fault.until;

  let reply: Reply;
  try {
    if (fault?.kind === 'error') throw new ApiError(fault.code, fault.message ?? fault.code, fault.status ?? 400);
    reply = dispatch(call, request, state);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    request.errorCode = error.code;
    reply = errorReply(error, call.protocol, request.requestId, call.method === 'HEAD');
  }
  request.status = reply.status;
  write(call, response, reply, request, state, fault);
}

function dispatch(call: IncomingCall, request: RecordedRequest, state: LoopbackState): Reply {
  const caller = authenticate(call, state);
  request.accountId = caller?.accountId ?? null;
  throttle(call, request, state);
  switch (call.service) {
    case 'sts':
      return stsReply(call, state, caller, request.requestId);
    case 'sso':
    case 'sso-oidc':
      return signInReply(call, state);
    case 'account':
      return accountReply(call, state, caller!);
    case 'iam':
      return iamReply(call, state, caller!, request.requestId);
    case 'cloudtrail':
      return cloudTrailReply(call, state, caller!);
    case 's3':
      return s3Reply(call, state, caller!);
    case 'metadata':
      return metadataReply(call, state);
    default:
      throw new ApiError('UnknownService', `The loopback AWS has no service ${call.service}.`, 404);
  }
}

function record(call: IncomingCall, state: LoopbackState): RecordedRequest {
  const sequence = state.requests.length + 1;
  const accessKeyId = call.signature?.accessKeyId ?? null;
  const request: RecordedRequest = {
    sequence,
    atMilliseconds: state.now(),
    service: call.service,
    region: call.region,
    operation: call.operation,
    accessKeyId,
    accountId: (accessKeyId === null ? null : state.credentials.get(accessKeyId)?.accountId) ?? null,
    parameters: call.parameters,
    headers: call.headers,
    status: 0,
    errorCode: null,
    requestId: `00000000-0000-4000-8000-${String(sequence).padStart(12, '0')}`,
  };
  state.requests.push(request);
  return request;
}

function takeFault(state: LoopbackState, request: RecordedRequest): Fault['act'] | null {
  const index = state.faults.findIndex((fault) => fault.times !== 0 && fault.when(request));
  const fault = state.faults[index];
  if (fault === undefined) return null;
  if (fault.times !== undefined) fault.times -= 1;
  return fault.act;
}

function write(
  call: IncomingCall,
  response: ServerResponse,
  reply: Reply,
  request: RecordedRequest,
  state: LoopbackState,
  fault: Fault['act'] | null,
): void {
  const body = Buffer.isBuffer(reply.body) ? reply.body : Buffer.from(reply.body);
  const half = body.subarray(0, Math.floor(body.length / 2));
  const sent = fault?.kind === 'truncate' ? half : body;
  response.sendDate = false;
  response.writeHead(reply.status, {
    ...reply.headers,
    date: new Date(Date.now() + state.clockAheadMilliseconds).toUTCString(),
    'x-amzn-requestid': request.requestId,
    'x-amz-request-id': request.requestId,
    // The answer to HEAD names the length of the object and has no body.
    ...(call.method === 'HEAD' ? {} : { 'content-length': String(sent.length) }),
  });
  if (fault?.kind === 'cut') {
    request.status = 0;
    response.write(half, () => response.destroy());
    return;
  }
  response.end(sent);
}
