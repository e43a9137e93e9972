export * from './group-lifecycle.js';
export * from './group-members.js';
export * from './group-messages.js';
export * from './group-quota.js';
export * from './group-topics.js';
