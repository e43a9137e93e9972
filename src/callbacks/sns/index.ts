export { SnsBeforeFriendAddDto } from './sns-before-friend-add.dto.js';
export { SnsBeforeFriendResponseDto } from './sns-before-friend-response.dto.js';
export { SnsBlackListAddedDto } from './sns-black-list-added.dto.js';
export { SnsBlackListDeletedDto } from './sns-black-list-deleted.dto.js';
export { SnsFriendAddedDto } from './sns-friend-added.dto.js';
export { SnsFriendDeletedDto } from './sns-friend-deleted.dto.js';
