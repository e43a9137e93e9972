export { PushAllMemberPushDto } from './push-all-member-push.dto.js';
export { PushOfflinePushDto } from './push-offline-push.dto.js';
