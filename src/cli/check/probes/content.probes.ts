import type { Theme } from '../probe.js';
import { accepted } from './accepted.js';

/** As long as a message may be, in bytes. */
const LONGEST_TEXT = 12 * 1024;

const withText = (text: string) => ({
  MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: text } }],
});

/** What is in a body. How it comes is in `BODIES`. */
export const CONTENT: Theme = {
  title: 'What is in a body',
  probes: [
    accepted({
      name: 'unknown-command',
      title: 'accepts a command that it does not know',
      why: 'Alert.RequestOverLimit comes without being switched on (1047/60256), and new commands appear every year.',
      advice: 'Answer OK to what you do not know, and log it.',
      sent: 'Group.CallbackOfTomorrow',
      otherwise: 'failed',
      changes: () => ({ command: 'Group.CallbackOfTomorrow' }),
    }),
    accepted({
      name: 'command-in-url-only',
      title: 'accepts a body that does not name its command',
      why: 'ContentCallback.ResultNotify has it in the URL only, and Push.* within Events.',
      advice: "Go by the URL's CallbackCommand.",
      sent: 'ContentCallback.ResultNotify, whose body has no CallbackCommand',
      otherwise: 'failed',
      changes: () => ({ command: 'ContentCallback.ResultNotify', members: { CallbackCommand: undefined } }),
    }),
    accepted({
      name: 'unknown-members',
      title: 'accepts members that it does not know',
      why: 'Undocumented members are common, such as MsgPriority. A strict validation makes every callback fail on the day one is added.',
      advice: 'Keep or ignore what you do not know; in Nest, no forbidNonWhitelisted for this route.',
      sent: 'a callback with a member of tomorrow',
      otherwise: 'failed',
      changes: () => ({ members: { Tomorrow: { Is: ['another', 'day'] } } }),
    }),
    accepted({
      name: 'time-as-text',
      title: 'accepts EventTime in quotes',
      why: 'Tables call it an integer, samples of groups quote it, and captures do not.',
      advice: 'Accept a number and a string of digits.',
      sent: 'a callback with EventTime as a string',
      otherwise: 'failed',
      changes: () => ({ members: { EventTime: String(Date.now()) } }),
    }),
    accepted({
      name: 'time-as-number',
      title: 'accepts EventTime as a number',
      why: 'Tables call it an integer, samples of groups quote it, and captures do not.',
      advice: 'Accept a number and a string of digits.',
      sent: 'a callback with EventTime as a number',
      otherwise: 'failed',
      changes: () => ({ members: { EventTime: Date.now() } }),
    }),
    accepted({
      name: 'large-numbers',
      title: 'accepts sequence numbers of 32 bits',
      why: 'MsgSeq and MsgRandom are unsigned and go up to 4294967295, which a signed integer does not hold.',
      advice: 'Use 64 bits, or an unsigned type, for sequence and random numbers.',
      sent: 'C2C.CallbackAfterSendMsg with MsgSeq 4294967295',
      otherwise: 'failed',
      changes: () => ({
        command: 'C2C.CallbackAfterSendMsg',
        members: { MsgSeq: 4_294_967_295, MsgRandom: 2_804_799_576 },
      }),
    }),
    accepted({
      name: 'long-integers',
      title: 'accepts integers of 18 digits',
      why: "A sample of Call.CallbackAfterStartCall has UserIDs as bare numbers, beyond JavaScript's exact range.",
      advice: 'Accept a number for an identifier, and parse it without rounding.',
      sent: 'Call.CallbackAfterStartCall with a User_Account of 144115200000000001',
      otherwise: 'failed',
      changes: (examination) => {
        const command = 'Call.CallbackAfterStartCall';
        const body = JSON.stringify(examination.sample(command));
        return { command, body: body.replace(/"User_Account":"[^"]*"/, '"User_Account":144115200000000001') };
      },
    }),
    accepted({
      name: 'long-message',
      title: 'accepts a message of 12 KB',
      why: 'Messages may be that long, and a batch of Push.* holds 100 events: a small limit for bodies loses them.',
      advice: 'Allow bodies of 256 KB.',
      sent: `C2C.CallbackAfterSendMsg with ${LONGEST_TEXT} bytes of text`,
      otherwise: 'failed',
      changes: () => ({
        command: 'C2C.CallbackAfterSendMsg',
        members: withText('x'.repeat(LONGEST_TEXT)),
      }),
    }),
    accepted({
      name: 'push-batch',
      title: 'accepts 100 push events in one body',
      why: 'Push.* sends 1 to 100 events together, without a CallbackCommand at top level.',
      advice: 'Allow bodies of 256 KB, and go through Events.',
      sent: 'Push.OfflinePush with 100 events',
      otherwise: 'failed',
      changes: (examination) => {
        const command = 'Push.OfflinePush';
        const events = Array.from({ length: 100 }, () => examination.sample(command).Events);
        return { command, members: { Events: events.flat() } };
      },
    }),
    accepted({
      name: 'unicode',
      title: 'accepts Chinese and emoji',
      why: 'Bodies are UTF-8, and Content-Type does not say so.',
      advice: 'Parse the body as UTF-8, whatever Content-Type says.',
      sent: 'C2C.CallbackAfterSendMsg with the text 你好 👋',
      otherwise: 'failed',
      changes: () => ({ command: 'C2C.CallbackAfterSendMsg', members: withText('你好 👋') }),
    }),
  ],
};
