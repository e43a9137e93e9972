import type { RejectedRequest } from './rejected-request.js';

/** The answer to a callback as Chat reads it (vendor page 1047/34354): all three members, at top level, as JSON. */
export interface ChatAnswer {
  ActionStatus: 'OK' | 'FAIL';
  ErrorInfo: string;
  ErrorCode: number;
}

/** An answer and its HTTP status. Chat counts every status but 200 as a failed callback. */
export interface StatusAnswer {
  status: number;
  answer: ChatAnswer;
}

/** The answer to a callback that was kept, is a duplicate, or has no handler. */
export const ACCEPTED: StatusAnswer = {
  status: 200,
  answer: { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 },
};

export function rejected(request: RejectedRequest): StatusAnswer {
  return {
    status: request.status,
    answer: { ActionStatus: 'FAIL', ErrorInfo: request.info, ErrorCode: request.status },
  };
}
