/** An answer is read up to a size: a server that never ends would fill the worker's memory, and then the home. */
import { TransportError } from '../../../domain/errors.ts';

type Fetch = typeof globalThis.fetch;

/** `fetch`, whose bodies break off with a TransportError of this cell alone after so many bytes. */
export function readUpTo(bytes: number, endpoint: string): Fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (response.body === null || isSaidToBeWithin(bytes, response.headers)) return response;
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(limit(bytes, endpoint)), { status, statusText, headers });
  };
}

/** No more is read than was announced. What is packed may be any size when it is unpacked. */
function isSaidToBeWithin(bytes: number, headers: Headers): boolean {
  const length = headers.get('content-length');
  return length !== null && Number(length) <= bytes && headers.get('content-encoding') === null;
}

function limit(
  bytes: number,
  endpoint: string,
): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  let read = 0;
  return new TransformStream({
    transform(chunk, controller) {
      read += chunk.byteLength;
      if (read <= bytes) controller.enqueue(chunk);
      else controller.error(tooLarge(bytes, endpoint));
    },
  });
}

function tooLarge(bytes: number, endpoint: string): TransportError {
  return new TransportError(
    `the answer is larger than ${bytes / 1e6} MB, and was not read to its end: answer_megabytes of [endpoints.${endpoint}] says how much is read`,
    { missingClass: 'rejected', retryable: false, came: 'useless' },
  );
}
